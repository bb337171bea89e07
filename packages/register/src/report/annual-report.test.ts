import type { AgencyId, Json } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, en, held, promise, register } from '../../test/held.ts';
import { registerView } from '../dashboard.ts';
import type { RegisterRecord } from '../open-register.ts';
import { rfiStatistics } from '../rfi-statistics.ts';
import { annualReport } from './annual-report.ts';
import { inline } from './markdown.ts';
import type { Language } from './phrases.ts';

function report(
  records: readonly RegisterRecord[],
  of: { readonly language?: Language; readonly year?: number; readonly hours?: number } = {},
): string {
  const { language = 'en', year = 2030, hours = 49 } = of;
  const given = register(...records);
  const nowMs = at(hours);
  return annualReport(registerView(given, nowMs), rfiStatistics(given, { year, nowMs }), {
    ...{ agency: 'gb.police' as AgencyId, mode: 'exercise', year, language },
  });
}

const rfi = [
  held(20, 'rfi', { by: 'gb.police/nfip', fields: { from: 'gb.police/nfip', to: 'ma.police/nfip', state: 'sent', urgency: 'urgent' } }),
  held(21, 'answer', { h: 9, refs: [['answers', 20]], fields: { outcome: 'refused', ground: 'rights', lateReason: 'translation' } }),
];

test('[RG9] the year’s promises, meetings, expertise, lessons and requests, in three languages', () => {
  const records = [promise(1, { fields: { public: true } }), ...rfi];
  const english = report(records);
  expect(english).toContain('# Annual report of the promises register 2030');
  expect(english).toContain('| Train stewards | ma\\.police/nfip | 2030\\-06\\-15 | LATE, 1 days | 0 | yes |');
  expect(english).toContain('| gb\\.police → ma\\.police | 1 | 0 | 1 (1) | 0 | 1 | 0 (0) | 9 |');
  expect(english).toContain('Grounds of refusal: Human rights 1');
  expect(report(records, { language: 'fr' })).toContain(
    '| \\[en\\] Train stewards | ma\\.police/nfip | 2030\\-06\\-15 | EN RETARD, 1 jours | 0 | oui |',
  );
  expect(report(records, { language: 'ar' })).toContain('# التقرير السنوي لسجل الالتزامات 2030');
  const other = report(records, { year: 2029 });
  expect(other).not.toContain('Train stewards');
  expect(other).toContain('None.');
});

test('[RG9] what is still open stays in the reports of later years; what ended before does not', () => {
  const ended = promise(2, { fields: { text: en('Old one') as unknown as Json, state: 'dropped' } });
  const next = report([promise(1), ended], { year: 2031, hours: 24 * 365 });
  expect(next).toContain('Train stewards');
  expect(next).not.toContain('Old one');
});

test('[RG9] a partner’s text is no markup: no cell, heading, link, picture or HTML of its own', () => {
  const bad = fc.array(
    fc.constantFrom(
      '|',
      '\n',
      '# ',
      '<script>',
      '![x](http://a.b/c)',
      '[a](javascript:1)',
      '`',
      '\\',
      '*',
      'http://evil.example',
      '\u202e',
      'texte',
      'نص',
      '---',
    ),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(bad, (parts) => {
      const text = parts.join('');
      const shown = report([promise(1, { fields: { text: en(text || 'x') as unknown as Json } })]);
      const rows = shown.split('\n').filter((line) => line.includes('ma\\.police/nfip'));
      expect(rows).toHaveLength(1);
      expect((rows[0] ?? '').replace(/\\./g, '').split('|')).toHaveLength(8);
      expect(shown.split('\n').filter((line) => line.startsWith('#')).length).toBe(7);
      expect(shown).not.toMatch(/<|https?:\/\/|\u202e/);
      expect(inline(text).replace(/\\./g, '')).not.toMatch(/[[\]`*]/);
    }),
    { seed: 2030, numRuns: 300 },
  );
});
