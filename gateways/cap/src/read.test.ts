import { createServer } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { codes as kitCodes } from '@wasl/gateway-kit';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { arbitraryAlert } from '../test/arbitrary-alert.ts';
import { fixture, fixtureNames } from '../test/files.ts';
import { codes } from './codes.ts';
import { maxAlertBytes, readCap } from './read.ts';
import { writeCap } from './write.ts';

test.each(fixtureNames('valid'))('[BY3] accepts %s, and reads back what it writes of it', (name) => {
  const read = readCap(fixture(`valid/${name}`));
  if (!read.ok) throw new Error(JSON.stringify(read.reasons));
  const again = readCap(writeCap(read.alert));
  expect(again).toMatchObject({ ok: true, alert: read.alert, losses: [] });
});

test.each(fixtureNames('invalid'))('[BY3] refuses %s for the reason in its name', (name) => {
  const read = readCap(fixture(`invalid/${name}`));
  if (read.ok) throw new Error('accepted');
  expect(read.reasons[0]?.code).toBe(name.split('--')[0]);
  for (const reason of read.reasons) expect(reason.code.startsWith('xml-') || reason.path?.startsWith('/')).toBe(true);
});

test('[BY3] has an invalid fixture for every code that a document alone can meet', () => {
  const met = new Set(fixtureNames('invalid').map((name) => name.split('--')[0]));
  const elsewhere = ['cap-unit-too-large', 'cap-unknown-alert', 'cap-withdrawn', 'cap-query', 'cap-above-ceiling'];
  expect(Object.keys(codes).filter((code) => !met.has(code) && !elsewhere.includes(code))).toEqual([]);
});

test('[BY3] names every bad field with its path, not the first only', () => {
  const text = new TextDecoder()
    .decode(fixture('valid/trilingual-heat-crowd.xml'))
    .replace('2030-06-14T14:52:00+01:00', '2030-06-14T14:52:00Z')
    .replace('<scope>Restricted</scope>', '<scope>restricted</scope>')
    .replaceAll('<severity>Severe</severity>', '<severity>Bad</severity>')
    .replace('33.5905,-7.6340</polygon>', '33.5905,-7.6341</polygon>');
  const read = readCap(new TextEncoder().encode(text));
  expect(read.ok ? [] : read.reasons.map((reason) => `${reason.code} ${reason.path}`)).toEqual([
    'cap-time /alert/sent',
    'cap-value /alert/scope',
    'cap-value /alert/info[1]/severity',
    'cap-polygon /alert/info[1]/area[1]/polygon[1]',
    'cap-value /alert/info[2]/severity',
    'cap-value /alert/info[3]/severity',
    'cap-restriction /alert/restriction',
  ]);
});

test('[I11] says what it read over: blank elements, signature, stylesheet, comment, schema hint', () => {
  const lossesOf = (name: string): string[] => {
    const read = readCap(fixture(`valid/${name}.xml`));
    return read.ok ? read.losses.map((loss) => `${loss.reason} ${loss.path}`) : [];
  };
  expect(lossesOf('blank-elements')).toEqual([
    'blank-element /alert/note',
    'blank-element /alert/references',
    'blank-element /alert/info[1]/headline',
    'blank-element /alert/info[1]/contact',
  ]);
  expect(lossesOf('signature')).toEqual(['signature /alert/Signature']);
  expect(lossesOf('stylesheet-and-comment')).toEqual(['instruction line 2', 'comment line 3', 'schema-hint /alert/@xsi:schemaLocation']);
});

test('[I1] refuses an external entity attack without opening a connection or a file', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end('<!ENTITY x "stolen">');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connect = vi.spyOn(Socket.prototype, 'connect');
  const fetched = vi.spyOn(globalThis, 'fetch');
  const { port } = server.address() as AddressInfo;
  const attack = `<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:${port}/s.xsl"?><!DOCTYPE alert PUBLIC "-//A//B" "http://127.0.0.1:${port}/a.dtd" [
    <!ENTITY % remote SYSTEM "http://127.0.0.1:${port}/b.dtd"> %remote; <!ENTITY f SYSTEM "file:///etc/passwd">]>
    <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&f;</identifier></alert>`;
  const read = readCap(new TextEncoder().encode(attack));
  await new Promise((resolve) => server.close(resolve));
  expect(read).toMatchObject({ ok: false, reasons: [{ code: 'xml-doctype' }] });
  expect([asked, connect.mock.calls.length, fetched.mock.calls.length]).toEqual([0, 0, 0]);
  vi.restoreAllMocks();
});

test('[BY3] an alert of any content is read back equal', () => {
  fc.assert(
    fc.property(arbitraryAlert, (alert) => {
      const read = readCap(writeCap(alert));
      expect(read.ok ? read.alert : read.reasons).toEqual(alert);
    }),
    { seed: 21, numRuns: 400 },
  );
});

test('[BY3] never throws but by code on mutated alerts', () => {
  const samples = [...fixtureNames('valid').map((name) => fixture(`valid/${name}`))].filter((bytes) => bytes.length < 4000);
  const change = fc.tuple(fc.nat(4000), fc.constantFrom('set', 'cut', 'copy'), fc.nat(255), fc.nat(60));
  fc.assert(
    fc.property(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 5 }), (sample, changes) => {
      let bytes = Array.from(sample);
      for (const [where, how, value, length] of changes) {
        const at = where % Math.max(1, bytes.length);
        if (how === 'set') bytes[at] = value;
        else if (how === 'cut') bytes.splice(at, length);
        else bytes = [...bytes.slice(0, at + length), ...bytes.slice(at)];
      }
      const read = readCap(Uint8Array.from(bytes));
      const known = { ...codes, ...kitCodes };
      if (!read.ok) for (const reason of read.reasons) expect(Object.hasOwn(known, reason.code)).toBe(true);
    }),
    { seed: 22, numRuns: 1500 },
  );
});

// Processor time, because a busy machine says nothing about the parser.
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

test('[BY3] refuses more than a mebibyte unread, and is done with hostile alerts of that size within four seconds of processor time', () => {
  expect(readCap(new Uint8Array(maxAlertBytes + 1))).toMatchObject({ ok: false, reasons: [{ code: 'xml-too-large' }] });
  const base = new TextDecoder().decode(fixture('valid/geometry.xml'));
  const fill = (from: RegExp | string, to: string): Uint8Array => new TextEncoder().encode(base.replace(from, () => to));
  const many = '51.5,-0.1 '.repeat(90_000);
  const spiral = (count: number): string => {
    const out = Array.from({ length: count }, (_, i) => `${(i % 7) + i / 1000},${i / 100}`);
    return [...out, out[0]].join(' ');
  };
  const attacks = [
    fill(/<polygon>[^<]*</, `<polygon>${many}<`),
    fill(/<polygon>[^<]*</, `<polygon>${Array.from({ length: 19_999 }, (_, i) => `${i / 1000},${(i * i) % 170}`).join(' ')} 0,0<`),
    fill('</areaDesc>', `</areaDesc>${`<polygon>${spiral(299)}</polygon>`.repeat(250)}`),
    fill(/<polygon>[^<]*</, `<polygon>${'1'.repeat(500_000)},1<`),
    fill('</info>', `${'<parameter/>'.repeat(70_000)}</info>`),
    fill('</info>', `${'<parameter><valueName>a</valueName><value>b</value></parameter>'.repeat(6000)}</info>`),
    fill('<scope>', `${'<note>x</note>'.repeat(19_000)}<scope>`),
    fill('</scope>', `</scope><references>${'a,b,2030-06-14T12:00:00+01:00 '.repeat(30_000)}</references>`),
  ];
  for (const attack of attacks) {
    const start = cpuMs();
    readCap(attack);
    expect(cpuMs() - start).toBeLessThan(4000);
  }
});
