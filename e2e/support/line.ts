import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/**
 * What happens to a request on its way:
 * `up` it arrives and its answer comes back; `down` nobody is there; `answer lost` it arrives and is carried out, but
 * the line breaks before the answer is back; `html` a foreign page answers with 200, as in a hotel; `failing` a broken
 * server answers 500; `silent` nothing ever comes back.
 */
export type LineState = 'up' | 'down' | 'answer lost' | 'html' | 'failing' | 'silent';

/** The line between browser and server. The browser knows only this address, so it can be cut while both sides live on. */
export interface Line {
  address: string;
  /** Holds for everything from now on, what is under way included. `html`, `failing`, `silent` concern the API alone. */
  set: (state: LineState) => void;
  /** The server moved, after a restart. */
  leadTo: (port: number) => void;
  /** How many requests for this path went through to the server, answered or not. */
  arrived: (path: string) => number;
  close: () => Promise<void>;
}

export async function openLine(firstPort: number): Promise<Line> {
  const sockets = new Set<Socket>();
  const arrivals: string[] = [];
  let state: LineState = 'up';
  let port = firstPort;

  function pass(incoming: IncomingMessage, outgoing: ServerResponse, answered: boolean): void {
    const { url: path = '/', method = 'GET', headers } = incoming;
    arrivals.push(path.split('?')[0] ?? path);
    const onward = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      if (!answered) {
        answer.resume().on('end', () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  }

  const proxy = createServer((incoming, outgoing) => {
    const isApi = incoming.url?.startsWith('/api/') === true;
    if (state === 'down') {
      incoming.socket.destroy();
    } else if (state === 'html' && isApi) {
      outgoing
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Welcome, please sign in</title>');
    } else if (state === 'failing' && isApi) {
      outgoing.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error');
    } else if (state === 'silent' && isApi) {
      incoming.resume();
    } else {
      pass(incoming, outgoing, !(state === 'answer lost' && isApi));
    }
  });
  proxy.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    if (state === 'down') {
      socket.destroy();
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));

  return {
    // "localhost" is a secure context for the browser: service worker and storage work as over https.
    address: `http://localhost:${(proxy.address() as AddressInfo).port}`,
    set(next) {
      state = next;
      if (next === 'down') {
        sockets.forEach((socket) => socket.destroy());
      }
    },
    leadTo(next) {
      port = next;
    },
    arrived: (path) => arrivals.filter((arrival) => arrival === path).length,
    async close() {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
