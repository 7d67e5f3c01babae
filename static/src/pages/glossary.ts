/** The glossary and the list of chapters: nothing but text, and how far the reader is. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/article.css";
import "../styles/glossary.css";
import { createThemeSwitch } from "../components/theme";
import { showProgress } from "./progressing";

createThemeSwitch(document.body);
showProgress(document.body);
