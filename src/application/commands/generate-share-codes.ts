import { accountStream } from '../../domain/account/account-stream.js';
import { decideGenerateShareCodes } from '../../domain/share-code/generate-share-codes.js';
import { validateGenerateShareCodes } from '../../domain/values/inputs/account-inputs.js';
import { deriveShareCodes } from '../share-codes/derive-share-codes.js';
import { factsOf } from '../facts.js';
import { commandHandler } from './command-handler.js';
import type { Services } from './services.js';

/** R8: writes each code's stream, checks the account. Repeated with the key, it derives the same codes again. */
export const generateShareCodes = (services: Services) =>
  commandHandler(services, {
    name: 'GenerateShareCodes',
    actor: 'TENANT',
    validate: validateGenerateShareCodes,
    prepare: ({ tenantId, subject, idempotencyKey, input: { appId, count } }) => {
      const { shareCodeSecrets: secrets } = services;
      const request = { tenant: tenantId, subject, idempotencyKey };
      const codes = deriveShareCodes(secrets, secrets.currentVersion, request, count);
      return {
        writes: [],
        load: (view) => view.state(accountStream, appId),
        decide: (account, now) => decideGenerateShareCodes({ account, tenantId, codes, now }),
        result: (events) => {
          const generated = factsOf(events, 'ShareCodeGenerated');
          const version = generated[0]?.secretVersion ?? secrets.currentVersion;
          const shown = deriveShareCodes(secrets, version, request, generated.length);
          return {
            appId,
            codes: generated.map(({ label, expiresAt, digest }) => ({
              code: codeOf(shown, digest),
              label,
              expiresAt,
            })),
          };
        },
      };
    },
  });

function codeOf(codes: ReturnType<typeof deriveShareCodes>, digest: string): string {
  const found = codes.find((code) => code.digest === digest);
  if (found === undefined) throw new Error('A share code could not be derived again: its secret has been changed.');
  return found.code;
}
