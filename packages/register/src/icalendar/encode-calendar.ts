/** A property of a component: `form` says how its value is written. Parameters are written as they stand and must be tokens of RFC 5545. */
export interface CalendarProperty {
  readonly name: string;
  readonly value: string;
  /** `text` is escaped (RFC 5545 §3.3.11); `plain` stands as it is and holds no line end. */
  readonly form: 'text' | 'plain';
  readonly parameters?: Readonly<Record<string, string>>;
}

/** One event of a calendar. */
export type CalendarEvent = readonly CalendarProperty[];

const maxOctets = 75;
const encoder = new TextEncoder();

/** An iCalendar object (RFC 5545): CRLF line ends, lines of at most 75 octets that never cut a character, control characters dropped. */
export function encodeCalendar(events: readonly CalendarEvent[], of: { readonly product: string; readonly name: string }): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    encodeProperty({ name: 'PRODID', value: of.product, form: 'text' }),
    'CALSCALE:GREGORIAN',
    encodeProperty({ name: 'NAME', value: of.name, form: 'text' }),
    encodeProperty({ name: 'X-WR-CALNAME', value: of.name, form: 'text' }),
    ...events.flatMap((event) => ['BEGIN:VEVENT', ...event.map(encodeProperty), 'END:VEVENT']),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function encodeProperty({ name, value, form, parameters }: CalendarProperty): string {
  const given = Object.entries(parameters ?? {}).map(([key, each]) => `;${key}=${each}`);
  return `${name}${given.join('')}:${form === 'text' ? escapeText(value) : dropControls(value)}`;
}

function escapeText(value: string): string {
  const lines = value.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n').replace(/[\\;,]/g, (character) => `\\${character}`);
  return lines.split('\n').map(dropControls).join('\\n');
}

/** Without control characters and half surrogates, which no UTF-8 line may hold. */
function dropControls(value: string): string {
  return value.replace(/(?!\t)\p{Cc}/gu, '').toWellFormed();
}

/** Continuation lines begin with a space, which counts. */
function fold(line: string): string {
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > maxOctets) {
      lines.push(current);
      [current, octets] = [' ', 1];
    }
    current += character;
    octets += size;
  }
  return [...lines, current].join('\r\n');
}
