/** The gradients' laboratory: wires its settings, what is measured of them, and the address bar. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/transport.css";
import "../styles/workbench.css";
import "../styles/panels.css";
import "../styles/figures.css";
import "../styles/question.css";
import "../styles/gradients.css";
import "./common";
import { effect } from "@preact/signals";
import { render } from "preact";

import { api } from "../client/api";
import { createLaboratory } from "../client/laboratory";
import { createFigures } from "../components/figures";
import { Controls } from "../components/gradients/controls";
import { Results, W_HH } from "../components/gradients/results";
import { Presets, plotsIn } from "../components/question";
import { createThemeSwitch, theme } from "../components/theme";
import { find } from "../lib/dom";
import { Say, say } from "../lib/messages";
import { rooted } from "../lib/root";
import type { Preset } from "../model/laboratory";
import { fromQuery, toQuery } from "../model/laboratory";
import type { PageConfig } from "../model/types";

const page = document.body;
const config: PageConfig & { presets: Preset[] } = JSON.parse(find(document, "#page-config", HTMLScriptElement).text);
const limits = config.limits.gradients;
const { settings: opened, problems } = fromQuery(location.search, limits);
const laboratory = createLaboratory({
  opened,
  presets: config.presets,
  limits,
  measure: (body, signal) => api.measureGradients(body, theme.peek(), signal),
  measureSeeds: api.measureSeeds,
  show: (measured) => figures.update(measured.figures),
});

function Guide() {
  const { presets, preset, choose } = laboratory;
  return (
    <section class="card guide" aria-labelledby="title">
      <h1 id="title">{say("gradients-title")}</h1>
      <Presets
        label={say("gradients-presets")}
        presets={presets}
        chosen={preset.value}
        after="explode"
        onChoose={choose}
      />
      <div class="guide-text">
        {["own", ...presets.map(({ name }) => name)].map((name) => (
          <p key={name} data-text={name} hidden={name !== (preset.value ?? "own")}>
            <Say id={`gradients-guide-${name}`} slots={{ weights: W_HH }} />
          </p>
        ))}
      </div>
    </section>
  );
}

render(
  <>
    <Guide />
    <div class="laboratory">
      <Controls laboratory={laboratory} problems={problems} />
      <Results laboratory={laboratory} />
    </div>
  </>,
  find(page, "#main", HTMLElement),
);

const figures = createFigures(plotsIn(page), { plotlyUrl: config.plotly, palette: config.palette });
createThemeSwitch(page, (next) => {
  figures.setTheme(next);
  laboratory.recolour();
});
effect(() => history.replaceState(null, "", rooted(`/gradients${toQuery(laboratory.settings.value, limits)}`)));
void laboratory.ask();
