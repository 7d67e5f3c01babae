/** A dialog that is open for as long as it is drawn. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** @param props.onOpen before it is painted for the first time */
export function Dialog({
  id,
  class: kind,
  labelledBy,
  isBusy = false,
  onOpen,
  onClose,
  onKeyDown,
  children,
}: {
  id: string;
  class: string;
  labelledBy: string;
  isBusy?: boolean;
  onOpen: (dialog: HTMLDialogElement) => void;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (dialog.current !== null) {
      dialog.current.showModal();
      onOpen(dialog.current);
    }
  }, []);
  return (
    <dialog
      ref={dialog}
      id={id}
      class={kind}
      aria-labelledby={labelledBy}
      aria-busy={isBusy ? "true" : undefined}
      onClose={onClose}
      onKeyDown={onKeyDown}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
    >
      {children}
    </dialog>
  );
}
