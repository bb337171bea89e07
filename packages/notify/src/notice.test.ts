import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type NoticeLanguage, noticeText, type WaitingKind } from './notice.ts';

const languages: readonly NoticeLanguage[] = ['en', 'fr', 'ar', 'es', 'pt'];
const kinds: readonly WaitingKind[] = ['acknowledge', 'answer', 'alarm'];

test('[NT8] a page is worded with the plurals of its language', () => {
  const text = (count: number, language: NoticeLanguage) => noticeText({ waiting: 'acknowledge', count, urgent: false }, language);
  expect(text(1, 'en')).toBe('Wasl: 1 item to acknowledge');
  expect(text(2, 'en')).toBe('Wasl: 2 items to acknowledge');
  expect(text(1, 'fr')).toBe('Wasl: 1 élément à accuser réception');
  expect(new Set([1, 2, 3, 11, 100].map((count) => text(count, 'ar').replace(/\d+/, 'n'))).size).toBe(5);
  expect(text(3, 'ar')).toContain('3');
  expect(noticeText({ waiting: 'alarm', count: 4, urgent: true }, 'es')).toBe('Wasl: URGENTE: 4 alarmas por revisar');
});

test('[NT9] [S3] a page carries a count and nothing else: its words come from a closed set', () => {
  const closed = new Set(
    languages.flatMap((language) =>
      kinds.flatMap((waiting) =>
        [true, false].flatMap((urgent) =>
          Array.from({ length: 120 }, (_, count) => noticeText({ waiting, count: count + 1, urgent }, language).replace(/\d+/, 'n')),
        ),
      ),
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...languages), fc.constantFrom(...kinds), fc.double(), fc.boolean(), (language, waiting, count, urgent) => {
      expect(closed).toContain(noticeText({ waiting, count: Number.isNaN(count) ? 1 : count, urgent }, language).replace(/\d+/, 'n'));
    }),
    { seed: 20302 },
  );
});
