/** The glossary and the list of chapters: nothing but text. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/learn.css";
import { createThemeSwitch } from "../components/theme";

createThemeSwitch(document.body);
