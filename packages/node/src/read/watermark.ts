import type { NodeCore } from '../core.ts';
import { personOf } from '../duties/person.ts';
import type { Actor, RecordView } from '../service.ts';

/**
 * A partner's record under the duty `watermark`, marked with who takes this copy: desk, the officer's pseudonym at home, and when. The
 * mark goes wherever the view goes, exports included.
 */
export function marked(core: NodeCore, actor: Actor, view: RecordView): RecordView {
  if (!shownUnder(view, 'watermark')) return view;
  return { ...view, watermark: `${actor.desk} · ${personOf(core, actor)} · ${core.nowText()} · ${view.id}` };
}

/** Whether content is shown of a partner's record that came under this duty. */
export function shownUnder(view: RecordView, duty: string): boolean {
  return view.fields.length > 0 && (view.terms ?? []).some((terms) => hasDuty(terms.obligations, duty));
}

function hasDuty(obligations: unknown, type: string): boolean {
  return Array.isArray(obligations) && obligations.some((duty: { readonly type?: unknown }) => duty.type === type);
}
