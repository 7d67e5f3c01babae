/** The glossary: nothing but its terms. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/learn.css";
import { createThemeSwitch } from "../components/theme";

createThemeSwitch(document.body);
