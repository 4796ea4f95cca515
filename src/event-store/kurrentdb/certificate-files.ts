import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EventStoreConnectionError } from '../errors.js';
import type { ConnectionUrl, FileOption } from './connection-url.js';

/**
 * Looks at the files that the client is going to read: it says little of those that it cannot use, or nothing.
 *
 * @throws EventStoreConnectionError naming the option
 */
export function checkFiles({ files: { tlsCAFile, userCertFile, userKeyFile } }: ConnectionUrl): void {
  if (tlsCAFile !== undefined) certificateIn('tlsCAFile', tlsCAFile);
  if (userCertFile === undefined || userKeyFile === undefined) return;
  const certificate = certificateIn('userCertFile', userCertFile);
  if (!certificate.checkPrivateKey(keyIn(userKeyFile))) {
    throw new EventStoreConnectionError('The key of the option userKeyFile is not that of userCertFile.');
  }
  if (Date.parse(certificate.validTo) < Date.now()) {
    throw new EventStoreConnectionError(`The certificate of the option userCertFile expired: ${certificate.validTo}.`);
  }
}

function certificateIn(option: FileOption, path: string): X509Certificate {
  const text = textOf(option, path);
  try {
    // Of other forms the client takes none.
    if (text.includes('-----BEGIN CERTIFICATE-----')) return new X509Certificate(text);
  } catch {
    // It only looks like one.
  }
  throw new EventStoreConnectionError(`The file of the option ${option} holds no certificate (PEM).`);
}

/** The failure of a key that cannot be read is not passed on: nothing of it belongs into a log. */
function keyIn(path: string): KeyObject {
  try {
    return createPrivateKey(textOf('userKeyFile', path));
  } catch (error) {
    if (error instanceof EventStoreConnectionError) throw error;
    throw new EventStoreConnectionError(
      'The file of the option userKeyFile holds no private key that is readable without a passphrase (PEM).',
    );
  }
}

function textOf(option: FileOption, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new EventStoreConnectionError(`The file of the option ${option} cannot be read.`, { cause: error });
  }
}
