import fc from 'fast-check';
import { CommandIdentities } from '../../../src/application/command-identity.js';

const identities = new CommandIdentities('a secret');
const of = (tenant: string, subject: string, key: string, command = 'BindCommunities', input: unknown = {}) =>
  identities.ofRequest({ tenant, subject }, key, command, input);

describe('command identity', () => {
  it('keys of two callers never meet, however tenant, subject and key are cut', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.string(), fc.string(), fc.string()),
        fc.tuple(fc.string(), fc.string(), fc.string()),
        (a, b) => {
          const isSame = a.every((part, index) => part === b[index]);
          return (of(...a).id === of(...b).id) === isSame;
        },
      ),
    );
    expect(of('a', 'bc', 'd').id).not.toBe(of('ab', 'c', 'd').id);
  });

  it('the same key with another command or input has another fingerprint', () => {
    const first = of('t', 's', 'k', 'BindCommunities', { appId: 'x', move: false });
    expect(of('t', 's', 'k', 'UnbindCommunities', { appId: 'x', move: false })).toMatchObject({ id: first.id });
    expect(of('t', 's', 'k', 'UnbindCommunities', { appId: 'x', move: false }).fingerprint).not.toBe(first.fingerprint);
    expect(of('t', 's', 'k', 'BindCommunities', { appId: 'x', move: true }).fingerprint).not.toBe(first.fingerprint);
  });

  it('the order of members and what was left out do not matter', () => {
    const first = of('t', 's', 'k', 'AuthorizeAccount', { a: 1, b: [2, { c: 3 }] });
    expect(of('t', 's', 'k', 'AuthorizeAccount', { b: [2, { c: 3 }], a: 1, d: null, e: undefined })).toEqual(first);
  });

  it('tells neither the key nor the input', () => {
    const { id, fingerprint } = of('tenant', 'subject', 'key');
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(
      new CommandIdentities('another secret').ofRequest({ tenant: 'tenant', subject: 'subject' }, 'key', 'X', {}).id,
    ).not.toBe(id);
  });
});
