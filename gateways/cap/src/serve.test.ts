import { hash } from 'node:crypto';
import { type GatewayRequest, type GatewayResponse, readXml } from '@wasl/gateway-kit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duty, fakeNode, outsider } from '../test/fake-node.ts';
import { fixture, fixtureNames } from '../test/files.ts';
import { readCap } from './read.ts';
import { type CapGatewayOptions, capRoutes } from './serve.ts';

function gateway(node = fakeNode(), options: Partial<CapGatewayOptions> = {}) {
  const routes = capRoutes({
    node,
    reader: { actor: duty, ceiling: 2 },
    crypto: { sha256Text: (data: Uint8Array | string) => hash('sha256', data, 'base64url') },
    purpose: 'event-safety',
    feedMode: 'actual',
    nowMs: () => Date.UTC(2030, 5, 14),
    ...options,
  });
  return (method: string, path: string, more: Partial<GatewayRequest> = {}): Promise<GatewayResponse> => {
    const [bare = ''] = path.split('?');
    for (const route of routes) {
      const match = new RegExp(`^${route.path.replace(':id', '(?<id>[^/]+)')}$`).exec(bare);
      if (match === null || route.method !== method) continue;
      const query = Object.fromEntries(new URLSearchParams(path.slice(bare.length)));
      return route.handle({
        method,
        path: bare,
        params: { ...match.groups },
        query,
        headers: {},
        body: new Uint8Array(),
        actor: duty,
        ...more,
      });
    }
    throw new Error(`no route ${method} ${path}`);
  };
}

const json = (response: GatewayResponse): Record<string, unknown> => JSON.parse(new TextDecoder().decode(response.body));
const post = (call: ReturnType<typeof gateway>, name: string) => call('POST', '/gateways/cap/alerts', { body: fixture(name) });

test('[I1] takes an alert into the node under the purpose, and gives it back through the node', async () => {
  const node = fakeNode();
  const call = gateway(node);
  const taken = await post(call, 'valid/trilingual-heat-crowd.xml');
  expect(taken.status).toBe(201);
  expect(json(taken)).toMatchObject({
    mode: 'exercise',
    local: false,
    repeated: false,
    losses: [],
    findings: [],
    delivery: { state: 'signed' },
  });
  expect(node.puts[0]?.record).toMatchObject({ type: 'alert', mode: 'exercise', purpose: 'event-safety', label: { tlp: 'AMBER' } });
  const location = taken.headers['location'] ?? '';
  expect(location).toBe(`/gateways/cap/alerts/${node.views[0]?.id}`);
  const given = await call('GET', location);
  expect(given.headers['content-type']).toBe('application/cap+xml');
  const [sent, received] = [readCap(fixture('valid/trilingual-heat-crowd.xml')), readCap(given.body)];
  expect(received).toEqual(sent);
  expect(json(await call('GET', `${location}/losses`))).toMatchObject({ losses: [] });
});

test('[I2] a public alert goes out restricted, and the losses of that form say so', async () => {
  const call = gateway();
  const location = (await post(call, 'valid/geometry.xml')).headers['location'] ?? '';
  const given = readCap((await call('GET', location)).body);
  expect(given.ok && [given.alert.scope, given.alert.restriction]).toEqual(['Restricted', 'For ma.police; not for the public']);
  expect(json(await call('GET', `${location}/losses`))['losses']).toEqual([{ path: 'scope', value: 'Public', reason: 'scope-narrowed' }]);
  const open = gateway(fakeNode(), { policy: () => ({ publicAllowed: true, restriction: '' }) });
  const publicly = readCap((await open('GET', (await post(open, 'valid/geometry.xml')).headers['location'] ?? '')).body);
  expect(publicly.ok && publicly.alert.scope).toBe('Public');
});

test('[BY3] refuses every invalid alert with a problem that lists the reasons, and nothing reaches the node', async () => {
  const node = fakeNode();
  const call = gateway(node);
  for (const name of fixtureNames('invalid')) {
    const answer = await post(call, `invalid/${name}`);
    const code = name.split('--')[0] ?? '';
    expect([name, answer.status, answer.headers['content-type']]).toEqual([name, 422, 'application/problem+json']);
    expect(json(answer)).toMatchObject({ code, type: `urn:wasl:error:${code}` });
    expect((json(answer)['errors'] as { code: string }[])[0]?.code).toBe(code);
  }
  const huge = await call('POST', '/gateways/cap/alerts', { body: new Uint8Array((1 << 20) + 1) });
  expect([huge.status, json(huge)['code']]).toEqual([413, 'xml-too-large']);
  expect(node.views).toEqual([]);
});

test('[S1] an alert with personal data is held with its code and the report, and has no location', async () => {
  const node = fakeNode();
  const answer = await post(gateway(node), 'valid/names-a-child.xml');
  expect([answer.status, answer.headers['location']]).toEqual([202, undefined]);
  expect(json(answer)).toMatchObject({ held: 'h-1', code: 'personal-data', losses: [{ reason: 'contact-names-person' }] });
  expect(node.views).toEqual([]);
});

test('[DU3] the same alert twice is one record; the same key with other content is another, and says so', async () => {
  const node = fakeNode();
  const call = gateway(node);
  const first = await post(call, 'valid/geometry.xml');
  const again = await post(call, 'valid/geometry.xml');
  expect([again.status, again.headers['location']]).toEqual([200, first.headers['location']]);
  const other = new TextEncoder().encode(new TextDecoder().decode(fixture('valid/geometry.xml')).replace('Minor', 'Severe'));
  const conflict = await call('POST', '/gateways/cap/alerts', { body: other });
  expect(conflict.status).toBe(201);
  expect(json(conflict)['findings']).toContainEqual({ path: 'identifier', value: json(first)['id'], reason: 'identity-reused' });
  expect(node.views).toHaveLength(2);
});

test('[RC5] an Update finds the record that it supersedes, of its own mode only', async () => {
  const node = fakeNode();
  const call = gateway(node);
  const original = new TextDecoder().decode(fixture('valid/no-language.xml')).replace('<identifier>T-10', '<identifier>T-1');
  const send = (text: string) => call('POST', '/gateways/cap/alerts', { body: new TextEncoder().encode(text) });
  await send(original.replace('<status>Test', '<status>Exercise'));
  const early = await post(call, 'valid/restricted-update.xml');
  expect(node.views[1]?.refs).toEqual([]);
  expect(json(early)['findings']).toHaveLength(2);
  await send(original);
  const cancel = await post(call, 'valid/minimal-cancel.xml');
  expect(json(cancel)['findings']).toEqual([]);
  expect(node.views[3]?.refs).toEqual([{ rel: 'withdraws', id: node.views[2]?.id }]);
  expect(node.views[3]?.subject).toBe(node.views[2]?.subject);
});

test('[I12] a draft is put without a purpose and stands in no feed; each feed has one mode', async () => {
  const node = fakeNode();
  const call = gateway(node);
  expect(json(await post(call, 'valid/draft.xml'))).toMatchObject({ local: true, mode: 'test' });
  expect(node.puts[0]?.record).toMatchObject({ label: { rel: [] } });
  expect(node.puts[0]?.record.purpose).toBeUndefined();
  await post(call, 'valid/trilingual-heat-crowd.xml');
  await post(call, 'valid/geometry.xml');
  const titles = async (query: string): Promise<(string | undefined)[]> => {
    const { root } = readXml((await call('GET', `/gateways/cap/feed.atom${query}`)).body);
    expect([root.name, root.namespace]).toEqual(['feed', 'http://www.w3.org/2005/Atom']);
    return root.children
      .filter((child) => child.name === 'entry')
      .map((entry) => entry.children.find((child) => child.name === 'title')?.text);
  };
  expect(await titles('')).toEqual([]);
  expect(await titles('?mode=exercise')).toEqual(['EXERCICE : chaleur et forte affluence aux abords du stade']);
  expect(await titles('?mode=test')).toEqual(['Test event']);
  expect((await call('GET', '/gateways/cap/feed.atom?mode=all')).status).toBe(400);
});

test('[I12] a feed has the newest hundred, newest first', async () => {
  const node = fakeNode();
  const call = gateway(node);
  const text = new TextDecoder().decode(fixture('valid/no-language.xml'));
  for (let n = 0; n < 120; n += 1)
    await call('POST', '/gateways/cap/alerts', { body: new TextEncoder().encode(text.replace('T-10', `N-${n}`)) });
  const { root } = readXml((await call('GET', '/gateways/cap/feed.atom?mode=test')).body);
  const ids = root.children.filter((child) => child.name === 'entry').map((entry) => entry.children[0]?.text);
  expect([ids.length, ids[0], ids[99]]).toEqual([100, `urn:wasl:${node.views[119]?.id}`, `urn:wasl:${node.views[20]?.id}`]);
});

test('[I6] a withdrawn alert is gone from the feed and answered with 410', async () => {
  const node = fakeNode();
  const call = gateway(node);
  const location = (await post(call, 'valid/geometry.xml')).headers['location'] ?? '';
  const [view] = node.views;
  if (view === undefined) throw new Error('no record');
  node.views[0] = { ...view, status: 'withdrawn' };
  const gone = await call('GET', location);
  expect([gone.status, json(gone)['code']]).toEqual([410, 'cap-withdrawn']);
  expect(new TextDecoder().decode((await call('GET', '/gateways/cap/feed.atom?mode=test')).body)).not.toContain('<entry>');
});

test('[I2] answers what the node refuses with its code, and knows no other records', async () => {
  const node = fakeNode();
  const call = gateway(node);
  const location = (await post(call, 'valid/geometry.xml')).headers['location'] ?? '';
  expect((await call('POST', '/gateways/cap/alerts', { body: fixture('valid/draft.xml'), actor: outsider })).status).toBe(403);
  expect((await call('GET', location, { actor: outsider })).status).toBe(404);
  expect((await call('GET', '/gateways/cap/alerts/not-an-id')).status).toBe(404);
  const [view] = node.views;
  if (view === undefined) throw new Error('no record');
  node.views[0] = { ...view, type: 'incident' };
  expect(json(await call('GET', location))['code']).toBe('cap-unknown-alert');
});

test('[I2] serves nothing above its ceiling', async () => {
  const node = fakeNode();
  const call = gateway(node);
  const location = (await post(call, 'valid/geometry.xml')).headers['location'] ?? '';
  const [view] = node.views;
  if (view === undefined) throw new Error('no record');
  for (const label of [{ lvl: 3 }, {}, null]) {
    node.views[0] = { ...view, label };
    expect(json(await call('GET', location))['code']).toBe('cap-above-ceiling');
    expect(new TextDecoder().decode((await call('GET', '/gateways/cap/feed.atom?mode=test')).body)).not.toContain('<entry>');
  }
});

test('[BY3] answers whatever bytes come, and never fails', async () => {
  const call = gateway();
  const samples = [fixture('valid/trilingual-heat-crowd.xml'), fixture('valid/geometry.xml')];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(9000), fc.nat(255)), { maxLength: 4 }),
      async (sample, changes) => {
        const body = sample.slice();
        for (const [at, value] of changes) body[at % body.length] = value;
        const { status } = await call('POST', '/gateways/cap/alerts', { body });
        expect([200, 201, 409, 422]).toContain(status);
      },
    ),
    { seed: 51, numRuns: 300 },
  );
});
