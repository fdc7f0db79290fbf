import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/**
 * What happens to a request on its way:
 * - `up`: it arrives and its answer comes back. `down`: nobody is there.
 * - `request lost`: the line breaks before it arrives. `request cut`: half of it arrives.
 * - `answer lost`: it arrives and is carried out, but the line breaks before the answer is back. `answer cut`: half of
 *   the answer comes back.
 * - `doubled`: it arrives twice at the same time. `late`: it arrives only after `lateMs`, whoever still waits for it.
 * - `html`: a foreign page answers with 200, as in a hotel. `failing`: a broken server answers 500. `silent`: nothing
 *   ever comes back.
 */
export type LineState =
  | 'up'
  | 'down'
  | 'request lost'
  | 'request cut'
  | 'answer lost'
  | 'answer cut'
  | 'doubled'
  | 'late'
  | 'html'
  | 'failing'
  | 'silent';

/** The line between browser and server. The browser knows only this address, so it can be cut while both sides live on. */
export interface Line {
  address: string;
  /**
   * Holds for everything from now on, what is under way included. All but `up` and `down` concern the API alone. What
   * draws a state is asked for each request to the API.
   */
  set: (state: LineState | (() => LineState)) => void;
  /** The server moved, after a restart. */
  leadTo: (port: number) => void;
  /** How many requests for this path went through to the server, answered or not. */
  arrived: (path: string) => number;
  /** Resolves as soon as the next request for this path goes through to the server. */
  nextArrival: (path: string) => Promise<void>;
  /** How many requests to the API met this fate. */
  met: (state: LineState) => number;
  close: () => Promise<void>;
}

interface Passage {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  path: string;
  /** All of the request's body. */
  body: Buffer;
}

/** Opens a line to this port; `lateMs` is how long a late request is under way. */
export async function openLine(firstPort: number, lateMs = 40_000): Promise<Line> {
  const sockets = new Set<Socket>();
  const arrivals: string[] = [];
  const fates: LineState[] = [];
  const waiting: { path: string; resolve: () => void }[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let draw: () => LineState = () => 'up';
  let port = firstPort;

  /** Sends a request on, whole or its beginning, and gives what comes back to `onAnswer`. */
  function forward({ incoming, path, body }: Passage, onAnswer: (answer: IncomingMessage) => void): void {
    const name = path.split('?')[0] ?? path;
    arrivals.push(name);
    for (const each of waiting.splice(0)) {
      if (each.path === name) {
        each.resolve();
      } else {
        waiting.push(each);
      }
    }
    const { method = 'GET', headers } = incoming;
    const onward = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, onAnswer);
    onward.on('error', () => incoming.socket.destroy());
    onward.end(body);
  }

  function answerBack({ incoming, outgoing }: Passage): (answer: IncomingMessage) => void {
    return (answer) => {
      answer.on('error', () => incoming.socket.destroy());
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    };
  }

  function breakAfter(passage: Passage): (answer: IncomingMessage) => void {
    return (answer) => {
      answer
        .resume()
        .on('error', () => passage.incoming.socket.destroy())
        .on('end', () => passage.incoming.socket.destroy());
    };
  }

  /** The head and half of what follows it. */
  function cutAnswer({ incoming, outgoing }: Passage): (answer: IncomingMessage) => void {
    return (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', () => incoming.socket.destroy());
      answer.on('end', () => {
        const whole = Buffer.concat(parts);
        outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'content-length': whole.length });
        outgoing.write(whole.subarray(0, Math.floor(whole.length / 2)), () => incoming.socket.destroy());
      });
    };
  }

  /** Half of the request, and then the line breaks towards both sides. */
  function cutRequest({ incoming, path, body }: Passage): void {
    const { method = 'GET', headers } = incoming;
    const onward = request({ host: '127.0.0.1', port, path, method, headers, agent: false });
    onward.on('error', () => incoming.socket.destroy());
    onward.write(body.subarray(0, Math.floor(body.length / 2)), () => {
      onward.destroy();
      incoming.socket.destroy();
    });
  }

  function carry(passage: Passage, state: LineState): void {
    const { incoming, outgoing } = passage;
    switch (state) {
      case 'up':
        forward(passage, answerBack(passage));
        break;
      case 'down':
      case 'request lost':
        incoming.socket.destroy();
        break;
      case 'request cut':
        cutRequest(passage);
        break;
      case 'answer lost':
        forward(passage, breakAfter(passage));
        break;
      case 'answer cut':
        forward(passage, cutAnswer(passage));
        break;
      case 'doubled':
        forward(passage, answerBack(passage));
        forward(passage, (answer) => answer.resume());
        break;
      case 'late': {
        const timer = setTimeout(() => {
          timers.delete(timer);
          forward(passage, (answer) => (outgoing.destroyed ? answer.resume() : answerBack(passage)(answer)));
        }, lateMs);
        timers.add(timer);
        break;
      }
      case 'html':
        outgoing
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<!doctype html><title>Welcome, please sign in</title>');
        break;
      case 'failing':
        outgoing.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error');
        break;
      case 'silent':
        break;
    }
  }

  const proxy = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    const isApi = path.startsWith('/api/');
    const drawn = draw();
    const state = isApi || drawn === 'down' ? drawn : 'up';
    if (isApi) {
      fates.push(state);
    }
    if (state === 'down') {
      incoming.socket.destroy();
      return;
    }
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      carry({ incoming, outgoing, path, body: Buffer.concat(parts) }, state);
    });
  });
  let isDown = false;
  proxy.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    if (isDown) {
      socket.destroy();
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));

  return {
    // "localhost" is a secure context for the browser: service worker and storage work as over https.
    address: `http://localhost:${(proxy.address() as AddressInfo).port}`,
    set(next) {
      draw = typeof next === 'function' ? next : () => next;
      isDown = next === 'down';
      if (isDown) {
        sockets.forEach((socket) => socket.destroy());
      }
    },
    leadTo(next) {
      port = next;
    },
    arrived: (path) => arrivals.filter((arrival) => arrival === path).length,
    nextArrival: (path) => new Promise((resolve) => waiting.push({ path, resolve })),
    met: (state) => fates.filter((fate) => fate === state).length,
    async close() {
      timers.forEach(clearTimeout);
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
