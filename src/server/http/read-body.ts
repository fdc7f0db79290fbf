import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ApiProblem } from './api-problem.ts';

const unzip = promisify(gunzip);

/**
 * The text of a request's body, unpacked when it came with `Content-Encoding: gzip`. Neither as sent nor unpacked
 * may it be larger than `limit` bytes, and it is never read further than that: refuses with 413; with 400 when it
 * was cut short, is not gzip or not UTF-8, with 415 for other encodings.
 */
export async function readBody(request: Request, limit: number): Promise<string> {
  const sent = await readBytes(request, limit);
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  const bytes = encoding === 'gzip' ? await unpack(sent, limit) : sent;
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new ApiProblem('UNSUPPORTED_MEDIA_TYPE', { content_encoding: encoding });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ApiProblem('INVALID_REQUEST', { where: 'body', issues: [{ path: '', message: 'not UTF-8 text' }] });
  }
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > limit) {
        throw new ApiProblem('TOO_LARGE', { most_bytes: limit });
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ApiProblem ? error : cutShort();
  }
  return Buffer.concat(chunks);
}

/** Lines break all the time: that is no fault of the server, and nobody is there any more to hear of it. */
function cutShort(): ApiProblem {
  return new ApiProblem('INVALID_REQUEST', { where: 'body', issues: [{ path: '', message: 'cut short' }] });
}

async function unpack(packed: Uint8Array, limit: number): Promise<Uint8Array> {
  try {
    return await unzip(packed, { maxOutputLength: limit });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ApiProblem('TOO_LARGE', { most_bytes: limit });
    }
    throw new ApiProblem('INVALID_REQUEST', { where: 'body', issues: [{ path: '', message: 'not gzip' }] });
  }
}
