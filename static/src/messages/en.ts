/** English. */

import inspector from "../../messages/en/inspector.ftl";
import workbench from "../../messages/en/workbench.ftl";
import { speak } from "../lib/messages";

speak("en", [inspector, workbench]);
