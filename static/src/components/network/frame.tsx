/** The diagram with all that stands around it, as its scene is now. */

import { computed } from "@preact/signals";
import type { Ref } from "preact";
import { createRef } from "preact";

import { say } from "../../lib/messages";
import { overview, summary, unfoldable } from "../../model/network/descriptions";
import type { Address } from "../../model/types";
import { Cover } from "./cover";
import type { Ring } from "./focus";
import { Timesteps } from "./head";
import { addressOf, itemAt } from "./items";
import { Labels } from "./labels";
import { Legend } from "./legend";
import { Picture } from "./picture";
import { Pointer } from "./pointer";
import type { Scene } from "./scene";
import { Table } from "./table";
import { Tooltip } from "./tooltip";
import { Units } from "./units";

export interface Listeners {
  turn: (direction: number) => void;
  turnTo: (t: number) => void;
  scroll: () => void;
  point: (item: Element | null) => void;
  select: (address: Address | null) => void;
  focusIn: (event: FocusEvent) => void;
  focusOut: () => void;
  keyDown: (event: KeyboardEvent) => void;
  /** where nobody listens to the switches there are only the units' numbers */
  switch: ((unit: number, isHeld: boolean) => void) | undefined;
  uncover: (() => void) | undefined;
}

export function createFrame({
  root,
  scroller,
  scene,
  ring,
  on,
}: {
  root: Element;
  scroller: Ref<HTMLDivElement>;
  scene: Scene;
  ring: Ring;
  on: Listeners;
}) {
  const canvas = createRef<HTMLDivElement>();

  // What has not changed is the same vnode, which is not drawn again.
  const legend = computed(() => (
    <Legend
      scale={scene.scale.value}
      hasCellState={scene.shown.value?.trace.steps[0]?.c !== undefined}
      hasGates={scene.structure.value !== null}
      isHeld={(scene.shown.value?.trace.clamps ?? []).length > 0}
    />
  ));

  const rows = computed(() => {
    const at = scene.layout.value;
    return (
      at !== null && (
        <>
          <Labels layout={at} hasSwitches={on.switch !== undefined} />
          {on.switch !== undefined && (
            <Units layout={at} clamps={scene.shown.value?.trace.clamps} onSwitch={on.switch} />
          )}
        </>
      )
    );
  });

  const picture = computed(() => {
    const at = scene.layout.value;
    if (at === null || scene.shown.value === null) {
      return null;
    }
    const { trace } = scene.shown.value;
    const label = scene.isFolded.value
      ? say("network-label-folded", { summary: summary(trace, scene.foldedT.value, scene.knowing.value) })
      : say("network-label", { overview: overview(trace) });
    return (
      <Picture
        layout={at}
        trace={trace}
        scale={scene.scale.value}
        moment={scene.moment.value}
        knows={scene.knowing.value}
        cover={scene.cover.value?.covered ?? null}
        ring={ring}
        timesteps={scene.timesteps.value}
        fold={{ amount: scene.amount.value, t: scene.foldedT.value }}
        view={scene.view()}
        width={scene.canvasWidth.value}
        label={label}
      />
    );
  });

  const table = computed(
    () =>
      scene.rested.value !== null && (
        <Table
          trace={scene.rested.value.trace}
          knows={scene.rested.value.knows}
          structure={scene.structureFor(scene.rested.value.trace)}
        />
      ),
  );

  function Explained({ anchor }: { anchor: Element | null }) {
    const address = addressOf(anchor);
    const description = scene.described(address);
    if (anchor === null || address === null || description === null || !anchor.isConnected) {
      return null;
    }
    const isNumber = address.index.length > 0 || address.t !== undefined;
    const isKnown = scene.knows(address.quantity, address.t);
    return <Tooltip anchor={anchor} within={root} description={description} isNumber={isNumber && isKnown} />;
  }

  const frame = () => {
    const at = scene.layout.value;
    const trace = scene.shown.value?.trace;
    return (
      <>
        <div class="network-head-line">
          {legend.value}
          <Timesteps
            layout={at}
            view={scene.view()}
            foldedT={scene.isFolded.value ? scene.foldedT.value : null}
            onTurn={on.turn}
            onTurnTo={on.turnTo}
          />
        </div>
        <p class="network-unfoldable" role="status" hidden={!scene.wishesFolded.value || scene.isFoldable.value}>
          {trace !== undefined && !scene.isFoldable.value && unfoldable(trace)}
        </p>
        <div class="network-scroller scrolls" ref={scroller} onScroll={on.scroll}>
          {/* An SVG that listens for focus takes it itself, as one more tab stop. */}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: it listens for the numbers in it */}
          <div
            class="network-canvas"
            ref={canvas}
            style={{
              width: `${scene.canvasWidth.value}px`,
              "--network-height": `${at?.height ?? 0}px`,
              "--network-gutter": `${at?.gutter ?? 0}px`,
            }}
            onPointerOver={({ target }) => on.point(itemAt(target))}
            onPointerLeave={() => on.point(null)}
            onFocusIn={on.focusIn}
            onFocusOut={on.focusOut}
            onClick={({ target }) => on.select(addressOf(itemAt(target)))}
            onKeyDown={on.keyDown}
          >
            {rows.value}
            {picture.value}
            {scene.cover.value !== null && at !== null && (
              <Cover {...scene.cover.value} layout={at} view={scene.view()} onUncover={on.uncover} />
            )}
            <Pointer at={scene.pointer.value} within={canvas} trace={trace ?? null} layout={at} />
          </div>
        </div>
        {table.value}
        <Explained anchor={scene.pointed.value} />
      </>
    );
  };
  return { frame, picture };
}
