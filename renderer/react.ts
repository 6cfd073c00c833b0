/**
 * Runs React's packages, which the build makes a script of their own. It is parsed beside the window's. With an inspector, as in the
 * tests, the browser also parses a script again to find the place of an error object, and React makes one when it begins.
 */

import 'react';
import 'react-dom';
import 'react-dom/client';
