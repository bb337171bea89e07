import type { DeskId, SubjectId } from '@wasl/record';
import { newestOf, type Register, unitValue } from './open-register.ts';
import { elements, memberOf, present, strings, stringValue, textValue } from './read-values.ts';
import type { MeetingRow, PromiseRow } from './view.ts';

/** Every meeting, the newest first; its decisions with how the commitments stand that came of them. */
export function meetingsOf(register: Register, promises: readonly PromiseRow[]): readonly MeetingRow[] {
  const standings = new Map(promises.map((each) => [each.subject, each.standing]));
  return register
    .things('meeting')
    .flatMap((thing): readonly MeetingRow[] => {
      const newest = newestOf(thing);
      if (newest === undefined) return [];
      const value = (unit: string) => unitValue(thing, unit);
      return [
        {
          subject: thing.subject,
          agreements: thing.agreements,
          record: newest.said.id,
          issuer: thing.view.owner,
          participants: elements(value('participants')).flatMap((row) => {
            const office = textValue(memberOf(row, 'office'));
            if (office === undefined) return [];
            return [
              {
                office,
                ...present({
                  party: stringValue(memberOf(row, 'party')),
                  desk: stringValue(memberOf(row, 'desk')) as DeskId | undefined,
                }),
              },
            ];
          }),
          papers: elements(value('papers')).length + elements(value('agenda')).flatMap((row) => elements(memberOf(row, 'papers'))).length,
          decisions: elements(value('decisions')).flatMap((row) => {
            const text = textValue(memberOf(row, 'text'));
            const commitment = stringValue(memberOf(row, 'commitment')) as SubjectId | undefined;
            if (text === undefined) return [];
            return commitment === undefined
              ? [{ text }]
              : [{ text, commitment, standing: standings.get(commitment) ?? ('unclear' as const) }];
          }),
          themes: strings(value('themes')),
          ...present({
            title: textValue(value('title')),
            kind: stringValue(value('kind')),
            status: stringValue(value('status')),
            from: stringValue(memberOf(value('period'), 'from')),
            to: stringValue(memberOf(value('period'), 'to')),
            place: textValue(value('place')),
          }),
        },
      ];
    })
    .sort((a, b) => (b.from ?? '').localeCompare(a.from ?? '', 'en') || (a.subject < b.subject ? -1 : 1));
}
