import type { Route } from '@wasl/contract';
import { routes } from '@wasl/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { consoleFile } from './console-files.ts';
import { hasHead } from './mount.ts';
import type { Replies } from './replies.ts';

const methods = ['GET', 'HEAD', 'POST', 'DELETE'] as const;

function takes(route: Route, method: string): boolean {
  return route.method === method || (method === 'HEAD' && hasHead(route));
}

const patterns = new Map<Route, RegExp>(
  routes.map((route) => [route, new RegExp(`^${route.path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`)]),
);

/** Answers what no route takes: 404 for operations that are not here, 405 for other methods, the console for the paths of its pages. */
export function answerUnserved(of: {
  readonly served: readonly Route[];
  readonly replies: Replies;
  readonly consoleFolder: string | undefined;
}): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const { served, replies } = of;
  return async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const known = [...patterns].filter(([, pattern]) => pattern.test(path)).map(([route]) => route);
    const here = known.filter((route) => served.includes(route));
    if (known.some((route) => takes(route, request.method)) || (known.length > 0 && here.length === 0))
      return replies.refuse(request, reply, { code: 'route-not-here', message: `${request.method} ${path} is not served by this node` });
    const taken = methods.filter((method) => here.some((route) => takes(route, method)));
    if (taken.length > 0) {
      reply.header('allow', taken.join(', '));
      return replies.refuse(request, reply, { code: 'method-refused', message: `${request.method} is not among ${taken.join(', ')}` });
    }
    if (!['GET', 'HEAD'].includes(request.method) || /^\/(api|gateways)(\/|$)/.test(path))
      return replies.refuse(request, reply, { code: 'route-unknown', message: 'there is nothing at this address' });
    return replies.answer(request, reply, await consoleFile(of.consoleFolder, path));
  };
}
