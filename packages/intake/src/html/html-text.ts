import type { Span } from '../text/document.ts';
import { entityAt } from './entities.ts';

/** The text of a page, and where each stretch of it stands in the page. */
export interface HtmlText {
  readonly text: string;
  /** Where a span of the text stands in the page; tags within it are within the answer. */
  locate(span: Span): Span;
}

interface Piece {
  /** Offset in the text. */
  readonly at: number;
  readonly length: number;
  readonly start: number;
  readonly end: number;
}

/** What is inside these is no text of the page. */
const silent: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'math',
  'head',
  'iframe',
  'object',
  'select',
  'textarea',
  'title',
]);
const breaking: ReadonlySet<string> = new Set(
  'p div br li ul ol h1 h2 h3 h4 h5 h6 tr table section article header footer blockquote main aside nav td th dl dt dd figure figcaption hr'.split(
    ' ',
  ),
);
const longestTagName = 20;

class Scanner {
  readonly #html: string;
  readonly #pieces: Piece[] = [];
  readonly #out: string[] = [];
  #length = 0;

  constructor(html: string) {
    this.#html = html;
  }

  #emit(text: string, start: number, end: number): void {
    if (text === '') return;
    this.#pieces.push({ at: this.#length, length: text.length, start, end });
    this.#out.push(text);
    this.#length += text.length;
  }

  /** Text up to the next tag, references resolved, line ends made blanks. */
  #characters(from: number, to: number): void {
    let start = from;
    for (let at = from; at < to; at++) {
      if (this.#html[at] !== '&') continue;
      const { text, length } = entityAt(this.#html, at);
      this.#emit(blanks(this.#html.slice(start, at)), start, at);
      this.#emit(text, at, at + length);
      at += length - 1;
      start = at + 1;
    }
    this.#emit(blanks(this.#html.slice(start, to)), start, to);
  }

  /** The end of the tag that begins at a place: a `>` outside of quoted values. */
  #tagEnd(at: number): number {
    let quote = '';
    for (let index = at + 1; index < this.#html.length; index++) {
      const character = this.#html[index] ?? '';
      if (quote !== '') {
        if (character === quote) quote = '';
      } else if ((character === '"' || character === "'") && this.#html[index - 1] === '=') quote = character;
      else if (character === '>') return index + 1;
    }
    return this.#html.length;
  }

  #tag(at: number): number {
    if (this.#html.startsWith('<!--', at)) {
      const end = this.#html.indexOf('-->', at + 4);
      return end < 0 ? this.#html.length : end + 3;
    }
    const end = this.#tagEnd(at);
    const name = /^<\/?([a-zA-Z][a-zA-Z0-9]*)/.exec(this.#html.slice(at, at + longestTagName))?.[1]?.toLowerCase() ?? '';
    if (breaking.has(name)) this.#emit(name === 'li' && this.#html[at + 1] !== '/' ? '\n- ' : '\n', at, end);
    if (!silent.has(name) || this.#html[at + 1] === '/' || this.#html[end - 2] === '/') return end;
    const close = this.#closeOf(name, end);
    return close < 0 ? this.#html.length : this.#tagEnd(close);
  }

  #lower: string | undefined;

  #closeOf(name: string, from: number): number {
    this.#lower ??= this.#html.toLowerCase();
    return this.#lower.indexOf(`</${name}`, from);
  }

  scan(): HtmlText {
    let at = 0;
    while (at < this.#html.length) {
      const next = this.#html.indexOf('<', at);
      const isTag = next >= 0 && /[a-zA-Z/!?]/.test(this.#html[next + 1] ?? '');
      if (next < 0) {
        this.#characters(at, this.#html.length);
        break;
      }
      this.#characters(at, isTag ? next : next + 1);
      at = isTag ? this.#tag(next) : next + 1;
    }
    const pieces = this.#pieces;
    return { text: this.#out.join(''), locate: (span) => locate(pieces, span) };
  }
}

function blanks(text: string): string {
  return text.replace(/[\r\n\t]/g, ' ');
}

function pieceAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return pieces[low];
}

function locate(pieces: readonly Piece[], { start, end }: Span): Span {
  const [first, last] = [pieceAt(pieces, start), pieceAt(pieces, Math.max(start, end - 1))];
  if (first === undefined || last === undefined) return { start: 0, end: 0 };
  // A piece of another length in the page is a reference or a tag, and is taken whole.
  const same = (piece: Piece): boolean => piece.end - piece.start === piece.length;
  return {
    start: same(first) ? first.start + (start - first.at) : first.start,
    end: same(last) ? last.start + (end - last.at) : last.end,
  };
}

/** The text of an HTML page: no script runs, nothing is fetched, tags are dropped and never interpreted. Takes time linear in its length. */
export function textOfHtml(html: string): HtmlText {
  return new Scanner(html).scan();
}
