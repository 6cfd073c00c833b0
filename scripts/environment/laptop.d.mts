/** @returns the packages of Debian that the laptop tests need and this system does not have. */
export function missingLaptopPackages(): readonly string[];
