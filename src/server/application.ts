import type { Application } from '../application/application.js';
import { composeAuthorizations, type Authorizations } from '../application/authorization/compose.js';
import type { AuthorizationNotes, CarriedOn } from '../application/authorization/notes.js';
import { AuthorizationRuns } from '../application/authorization/authorization-runs.js';
import { callbackReceiver } from '../application/callbacks/receiver.js';
import { ourAccounts } from '../application/authorization/our-accounts.js';
import { MonotonicClock } from '../application/clock.js';
import { CommandIdentities } from '../application/command-identity.js';
import { createCommands } from '../application/commands/index.js';
import type { Services } from '../application/commands/services.js';
import { Executor } from '../application/deciding/executor.js';
import { FairQueue } from '../application/deciding/fair-queue.js';
import { StreamStates } from '../application/deciding/stream-states.js';
import { Turns } from '../application/deciding/turns.js';
import { createFeeds } from '../application/feeds/create-feeds.js';
import { LookUps } from '../application/look-ups.js';
import { MenuOperations } from '../application/menus/menu-operations.js';
import { Forgettings } from '../application/people/forgettings.js';
import { createQueries } from '../application/queries/create-queries.js';
import { ReleaseTest } from '../application/release-test/release-test.js';
import { ResidentMessages } from '../application/residents/resident-messages.js';
import { GuessLimiter } from '../application/share-codes/guess-limiter.js';
import { ShareCodeSecrets } from '../application/share-codes/share-code-secrets.js';
import { AccessTokens } from '../application/tokens/access-tokens.js';
import type { Config } from '../config/config.js';
import type { Secrets } from '../config/secrets.js';
import { accountStream } from '../domain/account/account-stream.js';
import type { CallbackReceiver } from '../wechat/callbacks/receiver.js';
import type { Engine } from './engine.js';
import type { WeChatClients } from './wechat-clients.js';

export interface ApplicationOptions {
  readonly engine: Engine;
  readonly weChat: WeChatClients;
  readonly secrets: Pick<Secrets, 'command' | 'shareCode'>;
  readonly config: Pick<Config, 'allowedReturnOrigins'>;
  /** Where browsers reach this installation; asked late, since a free port is known only when it listens. */
  readonly publicUrl: () => string;
  readonly onOutcome: Services['onOutcome'];
  readonly notes: AuthorizationNotes;
}

export interface ComposedApplication extends Application {
  readonly authorizations: Authorizations & { readonly runs: AuthorizationRuns };
  readonly states: StreamStates;
  /** Takes what WeChat sends. */
  readonly receiver: CallbackReceiver;
  /** Carries on what a crash, or a WeChat that did not answer, left behind. Failures are noted; the others go on. */
  readonly carryOn: (signal: AbortSignal) => Promise<void>;
  /** Begins nothing any more behind answers to WeChat, and waits for what is under way. */
  readonly close: () => Promise<void>;
}

/** Puts the application together over an engine: nothing in here knows which one. */
export async function composeApplication(options: ApplicationOptions): Promise<ComposedApplication> {
  const { engine, weChat, secrets, config, publicUrl, onOutcome, notes } = options;
  const { platform, tickets } = weChat;
  const { store, readModels, vault, leases, directory, callbacks, snapshots, seals, past } = engine;
  const { progress } = engine.projections;
  const [inUse, ...previous] = secrets.shareCode;
  if (inUse === undefined) throw new Error('Share codes need a secret.');

  const clock = new MonotonicClock(await store.lastOccurredAt());
  const states = new StreamStates(store, snapshots);
  const executor = new Executor(store, states, new FairQueue(), clock);
  const turns = new Turns(leases);
  const identities = new CommandIdentities(secrets.command);
  const authorizations = composeAuthorizations({
    executor,
    states,
    identities,
    platform,
    vault,
    turns,
    notes,
    ourAccounts: () => ourAccounts(readModels, progress, store),
  });
  const accessTokens = new AccessTokens({
    vault,
    leases,
    clock: Date.now,
    platform,
    account: async (appId) => (await states.fresh(accountStream, appId)).state,
    onNotAuthorized: (appId, grant, listed) => {
      authorizations.accounts
        .refused(appId, grant, undefined, listed)
        .catch((error: unknown) => notes.failed('AUTHORIZATION', error));
    },
  });
  const accountApi = weChat.accountApi(accessTokens);
  const menus = new MenuOperations({ executor, states, identities, vault, turns, accountApi });
  const releaseTest = new ReleaseTest({
    platform,
    vault,
    customerService: weChat.customerService,
    turns,
    onFailure: (appId, error) => notes.failed('RELEASE_TEST', error, { appId }),
  });
  const forgettings = new Forgettings({ directory, executor, identities });
  const residents = new ResidentMessages(states);
  const leftBehind: readonly (readonly [CarriedOn, (signal: AbortSignal) => Promise<void>])[] = [
    ['AUTHORIZATION', (signal) => authorizations.carryOn(signal)],
    ['MENU', (signal) => menus.resume((error) => notes.failed('MENU', error), signal)],
    ['RELEASE_TEST', () => releaseTest.resume()],
    ['FORGETTING', (signal) => forgettings.record(signal).then(() => undefined)],
  ];
  return {
    commands: createCommands({
      executor,
      states,
      identities,
      directory,
      lookUps: new LookUps(readModels, progress, store),
      shareCodeSecrets: new ShareCodeSecrets([inUse, ...previous]),
      guessLimiter: new GuessLimiter(),
      platform,
      accessTokens,
      preAuthCodes: authorizations.preAuthCodes,
      accountGrants: authorizations.accounts,
      menus,
      reconciliation: authorizations.reconciliation,
      returnOrigins: config.allowedReturnOrigins,
      onOutcome,
    }),
    queries: createQueries({
      readModels,
      progress,
      events: store,
      directory,
      past,
      callbacks,
      seals,
      clock,
      publicUrl,
    }),
    feeds: createFeeds({ readModels, progress, events: store, directory }),
    authorizations: {
      ...authorizations,
      runs: new AuthorizationRuns(states, authorizations.preAuthCodes, platform, publicUrl),
    },
    states,
    receiver: callbackReceiver({ tickets, pushes: authorizations.pushes, residents, releaseTest }),
    carryOn: async (signal) => {
      const each = leftBehind.map(([what, resume]) =>
        resume(signal).catch((error: unknown) => notes.failed(what, error)),
      );
      await Promise.all(each);
    },
    close: async () => {
      await Promise.all([releaseTest.close(), authorizations.pushes.close()]);
    },
  };
}
