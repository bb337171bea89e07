import type { PutRecord } from '@wasl/node';
import type { Json } from '@wasl/record';

/** Which of the two nodes acts. */
export type Side = 'ma' | 'gb';

/** Ids and subjects of records put earlier in the script, by the name the script gave them. */
export type Names = ReadonlyMap<string, { readonly id: string; readonly subject: string }>;

/** One act of the script. */
export type Step =
  | {
      readonly kind: 'put';
      readonly by: Side;
      readonly user: 'duty' | 'liaison' | 'release';
      readonly name?: string;
      readonly record: (names: Names) => PutRecord;
      readonly say: string;
    }
  | { readonly kind: 'withdraw'; readonly by: Side; readonly target: string; readonly reason: string; readonly say: string }
  | { readonly kind: 'cap'; readonly by: Side; readonly file: string; readonly say: string }
  | { readonly kind: 'link'; readonly by: Side; readonly partner: string; readonly up: boolean; readonly say: string }
  | { readonly kind: 'pause'; readonly ms: number; readonly say: string };

/** Text in the writer's language, with translations that people made. */
export function words(orig: 'ar' | 'en' | 'fr', texts: { readonly ar?: string; readonly en?: string; readonly fr?: string }): Json {
  const tags = { ar: 'ar-MA', en: 'en-GB', fr: 'fr-MA' } as const;
  const first = { lang: tags[orig], text: texts[orig] ?? '', status: 'original' };
  const rest = (['ar', 'en', 'fr'] as const)
    .filter((lang) => lang !== orig && texts[lang] !== undefined)
    .map((lang) => ({ lang: tags[lang], text: texts[lang] ?? '', status: 'human' }));
  return [first, ...rest];
}

/** Now and later as the catalogue writes times. */
export function instant(inMinutes = 0): string {
  return `${new Date(Date.now() + inMinutes * 60_000).toISOString().slice(0, 19)}Z`;
}

/** An exercise record for the purpose of the event, unless `more` says otherwise. */
export function exercise(type: string, fields: Readonly<Record<string, Json>>, more: Partial<PutRecord> = {}): PutRecord {
  return { type, mode: 'exercise', purpose: 'event-safety', agreement: 'ma-gb.major-events', fields, ...more };
}

/** Subject and id of an earlier record; the script is wrong when it is not there. */
export function named(names: Names, name: string): { readonly id: never; readonly subject: never } {
  const found = names.get(name);
  if (found === undefined) throw new TypeError(`the script refers to ${name} before it was put`);
  return found as unknown as { id: never; subject: never };
}

/** A line of the main courante. */
export function logLine(
  by: Side,
  text: Json,
  more: { readonly channel?: string; readonly priority?: string; readonly source?: boolean } = {},
): Step {
  return {
    kind: 'put',
    by,
    user: 'duty',
    say: 'log entry',
    record: () =>
      exercise('logEntry', {
        at: instant(),
        channel: more.channel ?? 'radio',
        priority: more.priority ?? 'normal',
        text,
        ...(more.source === true ? { source: { kind: 'officer', reliability: 'B', credibility: '2' } } : {}),
      }),
  };
}
