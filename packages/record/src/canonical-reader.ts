import type { Bounds, Json } from './json.ts';

const quote = 0x22;
const backslash = 0x5c;

/**
 * Reads canonical JSON in one pass, building nothing that is over its bounds. It knows one form of each value, so it needs no second serialisation,
 * and it only says yes or no: `parse-json.ts` finds out what is wrong.
 */
class CanonicalReader {
  text = '';
  at = 0;
  members = 0;
  maxString = 0;

  /** `undefined` stands for "not canonical". */
  value(depth: number): Json | undefined {
    const unit = this.text.charCodeAt(this.at);
    if (unit === quote) return this.string();
    if (unit === 0x7b) return depth === 0 ? undefined : this.object(depth);
    if (unit === 0x5b) return depth === 0 ? undefined : this.array(depth);
    if (unit === 0x2d || (unit >= 0x30 && unit <= 0x39)) return this.integer();
    if (unit === 0x74) return this.word('true', true);
    if (unit === 0x66) return this.word('false', false);
    return this.word('null', null);
  }

  word(word: string, value: Json): Json | undefined {
    if (!this.text.startsWith(word, this.at)) return undefined;
    this.at += word.length;
    return value;
  }

  integer(): number | undefined {
    const { text } = this;
    const start = this.at;
    let at = start;
    if (text.charCodeAt(at) === 0x2d) at += 1;
    const first = text.charCodeAt(at);
    let value = 0;
    let unit = first;
    while (unit >= 0x30 && unit <= 0x39) {
      value = value * 10 + (unit - 0x30);
      at += 1;
      unit = text.charCodeAt(at);
    }
    const digits = at - (text.charCodeAt(start) === 0x2d ? start + 1 : start);
    // Sixteen digits are exact or above 2^53-1; a leading zero and -0 have another form.
    if (digits === 0 || digits > 16 || value > Number.MAX_SAFE_INTEGER) return undefined;
    if (first === 0x30 && at - start > 1) return undefined;
    this.at = at;
    return digits === at - start ? value : -value;
  }

  string(): string | undefined {
    const { text } = this;
    const start = this.at + 1;
    let end = start;
    let unit = text.charCodeAt(end);
    while (unit !== quote && unit >= 0x20 && unit !== backslash) {
      end += 1;
      unit = text.charCodeAt(end);
    }
    if (unit === backslash) return this.escapedString(start, end);
    if (unit !== quote || end - start > this.maxString) return undefined;
    this.at = end + 1;
    return text.slice(start, end);
  }

  escapedString(start: number, firstEscape: number): string | undefined {
    const { text } = this;
    let end = firstEscape;
    for (let unit = backslash; unit !== quote; unit = text.charCodeAt(end)) {
      if (Number.isNaN(unit) || unit < 0x20) return undefined;
      end += unit === backslash ? 2 : 1;
    }
    if (end >= text.length || end - start > this.maxString) return undefined;
    const written = text.slice(start - 1, end + 1);
    const value = unescaped(written);
    if (value === undefined || !value.isWellFormed() || JSON.stringify(value) !== written) return undefined;
    this.at = end + 1;
    return value;
  }

  array(depth: number): readonly Json[] | undefined {
    const elements: Json[] = [];
    this.at += 1;
    if (this.text.charCodeAt(this.at) === 0x5d) {
      this.at += 1;
      return elements;
    }
    for (;;) {
      this.members -= 1;
      if (this.members < 0) return undefined;
      const element = this.value(depth - 1);
      if (element === undefined) return undefined;
      elements.push(element);
      const unit = this.text.charCodeAt(this.at);
      this.at += 1;
      if (unit === 0x5d) return elements;
      if (unit !== 0x2c) return undefined;
    }
  }

  object(depth: number): Json | undefined {
    const members: Record<string, Json> = {};
    this.at += 1;
    if (this.text.charCodeAt(this.at) === 0x7d) {
      this.at += 1;
      return members;
    }
    let last = '';
    for (;;) {
      this.members -= 1;
      if (this.members < 0) return undefined;
      const key = this.key();
      if (key === undefined || key <= last) return undefined;
      last = key;
      const member = this.value(depth - 1);
      if (member === undefined) return undefined;
      members[key] = member;
      const unit = this.text.charCodeAt(this.at);
      this.at += 1;
      if (unit === 0x7d) return members;
      if (unit !== 0x2c) return undefined;
    }
  }

  key(): string | undefined {
    const { text } = this;
    const start = this.at + 1;
    if (text.charCodeAt(this.at) !== quote || !isLetter(text.charCodeAt(start))) return undefined;
    let end = start + 1;
    let unit = text.charCodeAt(end);
    while (isLetter(unit) || (unit >= 0x30 && unit <= 0x39) || unit === 0x2e || unit === 0x5f) {
      end += 1;
      unit = text.charCodeAt(end);
    }
    if (unit !== quote || text.charCodeAt(end + 1) !== 0x3a || end - start > this.maxString) return undefined;
    this.at = end + 2;
    return text.slice(start, end);
  }
}

function isLetter(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a);
}

function unescaped(written: string): string | undefined {
  try {
    return JSON.parse(written) as string;
  } catch {
    // A bad escape: not canonical, and the slow parser names it.
    return undefined;
  }
}

// One reader is reused: it holds no state between calls, and reading never re-enters.
const reader = new CanonicalReader();

/** The value of a canonical text within its bounds, or `undefined`. */
export function readCanonical(text: string, bounds: Bounds): Json | undefined {
  if (!text.isWellFormed()) return undefined;
  reader.text = text;
  reader.at = 0;
  reader.members = bounds.maxMembers;
  reader.maxString = bounds.maxStringLength;
  const value = reader.value(bounds.maxDepth);
  reader.text = '';
  return reader.at === text.length ? value : undefined;
}
