import { expect, test } from 'vitest';
import { bearer, loginAs, operationalRig } from '../../test/rig.ts';
import { softPasskey } from '../../test/soft-passkey.ts';

const site = { rpId: 'ma.localhost', origin: 'http://ma.localhost:7101' };

async function withPasskey(passkey = softPasskey(site)) {
  const given = await operationalRig();
  const token = await loginAs(given, 'amal');
  const post = (url: string, payload?: object, headers: object = {}) =>
    given.api.inject({ method: 'POST', url, headers: { ...headers }, ...(payload === undefined ? {} : { payload }) });
  const options = async (url: string, headers: object = {}) => (await post(url, undefined, headers)).json() as object;
  const added = await post('/api/v1/passkeys', passkey.create(await options('/api/v1/passkeys/options', bearer(token))), bearer(token));
  return { given, token, post, options, passkey, added };
}

const loginOptions = '/api/v1/login/passkey/options';
const login = '/api/v1/login/passkey';

test('[AP13] a passkey added to an account opens sessions of that account', async () => {
  const { given, post, options, passkey, added } = await withPasskey();
  await using _ = given;
  expect(added.statusCode, added.body).toBe(201);
  expect(added.json()).toMatchObject({ name: 'amal', passkeys: 1 });
  expect(given.accounts.byName('amal')?.passkeys[0]).toMatchObject({
    id: passkey.id,
    counter: 1,
    transports: ['internal'],
    deviceType: 'singleDevice',
  });
  const opened = await post(login, passkey.get(await options(loginOptions)));
  expect(opened.statusCode, opened.body).toBe(201);
  expect(opened.json()).toMatchObject({ user: 'amal', roles: ['admin'] });
  expect(given.accounts.byName('amal')?.passkeys[0]?.counter).toBe(2);
});

test('[AP13] a replayed answer, an old challenge, another site, another key, no verified user and a disabled account are one refusal', async () => {
  const { given, post, options, passkey } = await withPasskey();
  await using _ = given;
  const refused = async (answer: object, what: string) => {
    const result = await post(login, answer);
    expect(result.json(), what).toMatchObject({
      status: 401,
      code: 'passkey-refused',
      detail: 'the passkey’s answer could not be verified',
    });
  };
  const once = passkey.get(await options(loginOptions));
  expect((await post(login, once)).statusCode).toBe(201);
  await refused(once, 'replay');
  const late = passkey.get(await options(loginOptions));
  given.clock.advance(5 * 60_000);
  await refused(late, 'late');
  await refused(passkey.get({ challenge: 'QUJDREVGR0hJSktMTU5PUA' }), 'own challenge');
  const other = softPasskey(site);
  await refused(other.get(await options(loginOptions)), 'unknown key');
  await refused({ ...other.get(await options(loginOptions)), id: passkey.id, rawId: passkey.id }, 'another key under this id');
  await refused({ id: passkey.id, rawId: passkey.id, type: 'public-key', response: {} }, 'nothing');
  await given.accounts.disable(given.accounts.byName('badr')?.id ?? '', 'amal');
  await refused(passkey.get(await options(loginOptions)), 'disabled');
});

test('[AP13] a challenge serves once, also for passkeys that do not count their uses', async () => {
  const { given, post, options, passkey } = await withPasskey(softPasskey({ ...site, counts: false }));
  await using _ = given;
  const once = passkey.get(await options(loginOptions));
  expect((await post(login, once)).statusCode).toBe(201);
  expect((await post(login, once)).json()).toMatchObject({ status: 401, code: 'passkey-refused' });
});

test('[AP13] a passkey of another site, or without a verified user, is not added; challenges are the account’s own', async () => {
  const { given, token, post, options } = await withPasskey();
  await using _ = given;
  const add = (answer: object, by = token) => post('/api/v1/passkeys', answer, bearer(by));
  const challenge = () => options('/api/v1/passkeys/options', bearer(token));
  const elsewhere = softPasskey({ ...site, origin: 'http://evil.example' });
  expect((await add(elsewhere.create(await challenge()))).json()).toMatchObject({ code: 'passkey-refused' });
  const otherParty = softPasskey({ ...site, rpId: 'evil.example' });
  expect((await add(otherParty.create(await challenge()))).json()).toMatchObject({ code: 'passkey-refused' });
  const unverified = softPasskey({ ...site, verified: false });
  expect((await add(unverified.create(await challenge()))).json()).toMatchObject({ code: 'passkey-refused' });
  const good = softPasskey(site);
  expect((await add(good.create(await challenge()), await loginAs(given, 'badr'))).json()).toMatchObject({ code: 'passkey-refused' });
  expect((await add(good.create(await options(loginOptions)))).json()).toMatchObject({ code: 'passkey-refused' });
  expect(given.accounts.byName('amal')?.passkeys).toHaveLength(1);
});

test('[AP13] attempts of one address are limited', async () => {
  const given = await operationalRig({ limits: { passkeyAttempts: 3 } });
  await using _ = given;
  const answers: number[] = [];
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const payload = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {} };
    answers.push((await given.api.inject({ method: 'POST', url: login, payload })).statusCode);
  }
  expect(answers).toEqual([401, 401, 401, 429]);
});
