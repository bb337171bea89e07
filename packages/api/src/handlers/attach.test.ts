import { request } from 'node:http';
import { expect, test } from 'vitest';
import { bearer, rig } from '../../test/rig.ts';

test('[AP12] an upload that does not say its length is cut at the bound all the same', async () => {
  await using given = await rig();
  const { port } = await given.api.listen({ host: '127.0.0.1', port: 0 });
  const headers = { ...bearer(await given.token('duty')), 'content-type': 'image/png', 'x-wasl-name': 'large.png' };
  const answer = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const upload = request({ host: '127.0.0.1', port, method: 'POST', path: '/api/v1/attachments', headers });
    upload.on('error', reject);
    upload.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
      });
      response.on('end', () => {
        upload.off('error', reject).on('error', () => undefined);
        upload.destroy();
        resolve({ status: response.statusCode, body });
      });
    });
    // One byte more than the bound, and then no end: the answer can only come from the count.
    for (let chunk = 0; chunk < 50; chunk += 1) upload.write(Buffer.alloc(1_000_000));
    upload.write(Buffer.alloc(1));
  });
  expect(answer.status, answer.body).toBe(413);
  expect(answer.body).toContain('body-too-large');
  expect(given.node.journalled).toEqual([]);
  expect(given.failures).toEqual([]);
});
