/** Plotly, as a module: a page imports it when it has a figure to draw. */

export { default } from "plotly.js-cartesian-dist-min";
