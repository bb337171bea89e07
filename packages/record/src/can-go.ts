import { accept, type Result, refuse } from './errors.ts';
import type { AgencyId, DeskId } from './identifiers.ts';
import type { Label } from './label.ts';
import { covers } from './lattice.ts';

/** Who asks, for what, when, from whose node, and whether every owner's grant is at hand. `ceiling` is the highest level and `caveats` the caveats the reader may hold. */
export interface ReleaseAsk {
  readonly reader: {
    readonly agency: AgencyId;
    readonly desk?: DeskId;
    readonly ceiling: number;
    readonly caveats: readonly string[];
  };
  readonly purpose: string;
  readonly nowMs: number;
  readonly holder: AgencyId;
  readonly granted: boolean;
}

/**
 * The label's own release test: necessary, never sufficient (an agreement's permit comes after). Antitone: what a label lets go, every lower label lets go.
 * H1 forbids the purpose `judicial` and H2 counts as originator control; both yield to the owners' grant.
 * Refuses with `label-level`, `label-caveat`, `label-releasable`, `label-purpose`, `label-expired`, `label-originator` or `label-handling`.
 */
export function canGo(label: Label, ask: ReleaseAsk): Result<true> {
  const { reader } = ask;
  if (label.lvl > reader.ceiling) return refuse('label-level', `level ${label.lvl} is above the reader's ${reader.ceiling}`);
  const caveat = label.cav.find((code) => !reader.caveats.includes(code));
  if (caveat !== undefined) return refuse('label-caveat', `the reader does not hold ${caveat}`);
  if (!covers(label.rel, reader.agency) && (reader.desk === undefined || !covers(label.rel, reader.desk))) {
    return refuse('label-releasable', `${reader.desk ?? reader.agency} is not among ${label.rel.join(', ') || 'the owners only'}`);
  }
  if (!covers(label.pur, ask.purpose))
    return refuse('label-purpose', `${ask.purpose} is not among ${label.pur.join(', ') || 'no purpose'}`);
  // An unreadable instant must not read as "never expires".
  if (label.exp !== undefined && !(ask.nowMs < Date.parse(label.exp))) return refuse('label-expired', `the label expired at ${label.exp}`);
  if (!ask.granted) {
    const alone = label.own.every((owner) => owner === ask.holder);
    if ((label.orcon || label.hdl.includes('H2')) && !alone) {
      return refuse('label-originator', `${label.own.join(', ')} must grant what ${ask.holder} passes on`);
    }
    if (label.hdl.includes('H1') && ask.purpose === 'judicial') return refuse('label-handling', 'H1 forbids use in judicial proceedings');
  }
  return accept(true);
}
