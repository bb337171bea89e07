import { explain } from '@wasl/agreement';
import { accept, encodeInstant, parseEntry, type RecordId, type Result, refuse } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import { hiddenUntil } from '../release/hidden-time.ts';
import { readersOf } from '../release/part-channel.ts';
import { notesOf, releasableOf } from '../release/releasable.ts';
import { verdictsFor } from '../release/release.ts';
import type { ReleaseExplanation } from '../service.ts';

/** What an explanation is asked for: language, and how deep (RL5). */
export interface ExplainOptions {
  readonly language: 'en' | 'fr' | 'ar';
  readonly depth: 'own' | 'partner' | 'auditor';
}

/** Why each field of an own record may or may not go to each reader, under the arrangements as they stand; same code as the release itself. */
export async function explainRelease(core: NodeCore, id: RecordId, options: ExplainOptions): Promise<Result<ReleaseExplanation>> {
  const held = await core.options.store.record(id);
  if (held === undefined) return refuse('record-unknown', `no record ${id}`);
  if (held.content === undefined) return refuse('record-erased', `the content of ${id} was erased`);
  const entry = parseEntry(held.entryText);
  if (entry.issuer !== core.agency) return refuse('record-not-own', `${id} was issued by ${entry.issuer}; its terms stand with it`);
  const record = releasableOf(core, { ...held, content: held.content }, entry);
  const notes = notesOf(held.content);
  const hidden = hiddenUntil(core, record, { urgent: notes.threatToLife === true });
  const audiences: ReleaseExplanation['audiences'][number][] = [];
  for (const active of core.agreements.all()) {
    if (notes.purpose === undefined || !active.agreement.purposes.some((entry) => entry.purpose === notes.purpose)) continue;
    for (const channel of core.agreements.channels(active, core.agency, { type: entry.type, mode: entry.mode })) {
      const verdicts = verdictsFor(record, {
        active,
        topic: channel.topic,
        readers: readersOf(core, channel),
        purpose: notes.purpose,
        nowMs: core.nowMs(),
        crypto: core.options.crypto,
        suspended: active.suspendedBy.size > 0,
        ...(notes.threatToLife === true ? { threatToLife: true } : {}),
      });
      for (const verdict of verdicts) {
        const waits = [hidden?.(verdict), verdict.notBefore === undefined ? undefined : Date.parse(verdict.notBefore)];
        const fromMs = Math.min(...waits.filter((ms) => ms !== undefined && ms > core.nowMs()).map(Number));
        audiences.push(audienceView(active.agreement, verdict, { ...options, ...(Number.isFinite(fromMs) ? { fromMs } : {}) }));
      }
    }
  }
  return accept({ record: id, audiences });
}

function audienceView(
  agreement: Parameters<typeof explain>[1],
  verdict: Parameters<typeof explain>[0],
  options: ExplainOptions & { readonly fromMs?: number },
): ReleaseExplanation['audiences'][number] {
  const { fromMs } = options;
  const told = explain(verdict, agreement, options);
  const sentences = new Map(told.lines.map((line) => [line.unit, line]));
  const units = verdict.units.filter((unit) => unit.name !== 'label');
  const released = units.filter((unit) => unit.outcome === 'released').length;
  return {
    agreement: agreement.id,
    reader: verdict.reader,
    purpose: verdict.purpose,
    outcome: released === 0 ? 'withheld' : released === units.length ? 'released' : 'part',
    headline: told.headline,
    ...(released === 0 ? {} : { until: verdict.until }),
    ...(fromMs === undefined ? {} : { from: encodeInstant(fromMs) }),
    duties: told.duties,
    fields:
      options.depth === 'partner'
        ? partnerFields(told)
        : units.map((unit) => {
            const line = sentences.get(unit.name);
            return {
              unit: unit.name,
              outcome: unit.outcome,
              code: unit.code,
              ...(line?.clause === undefined ? {} : { clause: line.clause }),
              ...(line?.basis === undefined ? {} : { basis: line.basis }),
              sentence: line?.sentence ?? '',
            };
          }),
  };
}

/** What a partner may be told (RL5): names of what it got, and that something stayed; never a private rule or the name of a withheld field. */
function partnerFields(told: ReturnType<typeof explain>): ReleaseExplanation['audiences'][number]['fields'] {
  return told.lines.map((line) => {
    const stayed = line.unit === '*';
    return {
      unit: line.unit,
      outcome: stayed ? ('withheld' as const) : ('released' as const),
      code: stayed ? 'withheld' : 'released',
      ...(line.clause === undefined ? {} : { clause: line.clause }),
      ...(line.basis === undefined ? {} : { basis: line.basis }),
      sentence: line.sentence,
    };
  });
}
