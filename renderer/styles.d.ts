declare module '*.css';
declare module '@fontsource-variable/inter';

declare module '*.svg' {
  const url: string;
  export default url;
}
