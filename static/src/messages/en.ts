/** English. */

import common from "../../messages/en/common.ftl";
import compare from "../../messages/en/compare.ftl";
import experiments from "../../messages/en/experiments.ftl";
import gradients from "../../messages/en/gradients.ftl";
import inside from "../../messages/en/inside.ftl";
import inspector from "../../messages/en/inspector.ftl";
import learn from "../../messages/en/learn.ftl";
import network from "../../messages/en/network.ftl";
import session from "../../messages/en/session.ftl";
import task from "../../messages/en/task.ftl";
import timemachine from "../../messages/en/timemachine.ftl";
import workbench from "../../messages/en/workbench.ftl";
import { speak } from "../lib/messages";

speak("en", [
  common,
  compare,
  experiments,
  gradients,
  inside,
  inspector,
  learn,
  network,
  session,
  task,
  timemachine,
  workbench,
]);
