import { accountStream } from '../../domain/account/account-stream.js';
import { asAuthorizedOwner, unauthorizedRefusal } from '../../domain/account/standing.js';
import type { AccountState } from '../../domain/account/state.js';
import { decideImportMenu } from '../../domain/menu/import-menu.js';
import { menuId, menuStream } from '../../domain/menu/menu-stream.js';
import { decideRecordMenu, isOfTenure, type MenuWish, type Wished } from '../../domain/menu/publish-menu.js';
import type { MenuState } from '../../domain/menu/state.js';
import type { Refusal } from '../../domain/refusal.js';
import { streamOf } from '../../domain/stream-kind.js';
import type { CommandIdentity } from '../../event-store/port.js';
import type { Held } from '../../leases/with-lease.js';
import type { Vault } from '../../vault/vault.js';
import type { AccountApi } from '../../wechat/account-api.js';
import { NOT_AUTHORIZED } from '../../wechat/component-platform.js';
import { MenuApi } from '../../wechat/menu-api.js';
import { TryAgainError, type Answer } from '../answer.js';
import type { CommandIdentities } from '../command-identity.js';
import type { Acting, Executor } from '../deciding/executor.js';
import type { StreamStates } from '../deciding/stream-states.js';
import { NO_WAIT, type Turns } from '../deciding/turns.js';
import { asRefusalOfWeChat } from '../wechat-refusal.js';
import { PendingOperations, type Kept, type MenuOperation } from './pending-operations.js';

/** A request that WeChat is to be asked about. */
export interface MenuOrder {
  /** The product's name of the command. */
  readonly command: string;
  readonly identity: CommandIdentity;
  readonly acting: Acting;
  readonly tenantId: string;
  readonly appId: string;
}

type MenuAnswer = Answer<{ readonly appId: string }>;

/** What is known of an operation after it was tried: it has its outcome, or nobody knows yet. */
interface Tried {
  readonly operation: MenuOperation;
  readonly answer: MenuAnswer;
  readonly isSettled: boolean;
}

export interface MenuOperationsParts {
  readonly executor: Executor;
  readonly states: StreamStates;
  readonly identities: CommandIdentities;
  readonly vault: Vault;
  readonly turns: Turns;
  readonly accountApi: AccountApi;
}

/** How long a request waits for the ones before it, milliseconds. */
const PATIENCE_MS = 20_000;

/** Among all who speak to WeChat about an account's menu. */
const turnOf = (appId: string): string => `menu/${appId}`;

/**
 * What is asked of WeChat about menus (R25), so that what is live is what the trail says. One request at a time speaks
 * about an account. It is written down before WeChat is asked and recorded in the log when WeChat has done it; where
 * that does not become known, by a crash or a lost answer, it is carried on until it does, and always before a newer
 * one is begun. WeChat takes all of it twice without harm.
 *
 * An operation belongs to its tenure: it waits while the account is deauthorized, and is dropped when the tenure ends.
 */
export class MenuOperations {
  readonly #pending: PendingOperations;
  readonly #menus: MenuApi;

  constructor(private readonly parts: MenuOperationsParts) {
    this.#pending = new PendingOperations(parts.vault);
    this.#menus = new MenuApi(parts.accountApi);
  }

  /**
   * Publishes or deletes.
   *
   * @param wish decides from the states of this moment what WeChat is asked for
   * @throws TryAgainError
   */
  perform(order: MenuOrder, wish: (account: AccountState, menu: MenuState) => Wished): Promise<MenuAnswer> {
    return this.#inTurn(order, async (turn) => {
      const { state: account } = await this.parts.states.fresh(accountStream, order.appId);
      const { state: menu } = await this.parts.states.fresh(menuStream, menuId({ ...order, tenure: account.tenure }));
      const wished = wish(account, menu);
      if ('refusal' in wished) return refused(wished.refusal);
      const { command, identity, acting } = order;
      const tried = await this.#try({ command, identity, acting, wish: wished.wish }, null, turn);
      return tried.answer;
    });
  }

  /** Reads what is live. @throws TryAgainError */
  import(order: MenuOrder): Promise<MenuAnswer> {
    const { appId, tenantId, ...asked } = order;
    return this.#inTurn(order, async ({ signal }) => {
      const current = await asRefusalOfWeChat(() => this.#menus.current(appId));
      if (!current.ok) return current;
      const { state } = await this.parts.states.fresh(accountStream, appId);
      signal.throwIfAborted();
      return this.parts.executor.execute({
        ...asked,
        writes: [streamOf(menuStream, menuId({ appId, tenure: state.tenure }))],
        load: async (view) => {
          const account = await view.state(accountStream, appId);
          return { account, menu: await view.state(menuStream, menuId({ appId, tenure: account.tenure })) };
        },
        decide: (states) => decideImportMenu({ ...states, tenantId, ...current.value }),
        result: () => ({ appId }),
      });
    });
  }

  /** Carries on what a crash or an unanswered request left behind. Told of each failure; the others go on. */
  async resume(onFailure: (error: unknown) => void, signal?: AbortSignal): Promise<void> {
    for (const appId of await this.#pending.accounts()) {
      if (signal?.aborted) return;
      try {
        await this.parts.turns.run(turnOf(appId), (turn) => this.#settle(appId, turn), { patience: NO_WAIT });
      } catch (error) {
        // Someone is at work on it.
        if (!(error instanceof TryAgainError)) onFailure(error);
      }
    }
  }

  /** In this request's turn, when nothing of those before it is open any more, and nobody but the owner asks. */
  async #inTurn(order: MenuOrder, work: (turn: Held) => Promise<MenuAnswer>): Promise<MenuAnswer> {
    const { identity, acting, appId, tenantId } = order;
    // Nobody else makes us ask WeChat about an account, or waits for those who may.
    const early = (await this.#repeated(order)) ?? (await this.#refusedFor(appId, tenantId));
    if (early !== null) return early;
    const waiting = { lane: acting.actorTenant, patience: PATIENCE_MS };
    const inTurn = async (turn: Held): Promise<MenuAnswer> => {
      const earlier = await this.#settle(appId, turn);
      const isSame = earlier?.operation.identity.id === identity.id;
      if (isSame && earlier.operation.identity.fingerprint !== identity.fingerprint) {
        return refused({ code: 'IDEMPOTENCY_KEY_REUSED' });
      }
      if (earlier !== null && (isSame || !earlier.isSettled)) return earlier.answer;
      // Of two that were sent at once the first has answered for both; and what was waited for may have changed all.
      return (await this.#repeated(order)) ?? (await this.#refusedFor(appId, tenantId)) ?? work(turn);
    };
    return this.parts.turns.run(turnOf(appId), inTurn, waiting);
  }

  #repeated({ identity, appId }: Pick<MenuOrder, 'identity' | 'appId'>): Promise<MenuAnswer | null> {
    return this.parts.executor.repeated({ identity, result: () => ({ appId }) });
  }

  async #refusedFor(appId: string, tenantId: string): Promise<MenuAnswer | null> {
    const { state } = await this.parts.states.fresh(accountStream, appId);
    const owner = asAuthorizedOwner(state, tenantId);
    return 'refusal' in owner ? refused(owner.refusal) : null;
  }

  /** Tries again what is open about the account, if anything is. */
  async #settle(appId: string, turn: Held): Promise<Tried | null> {
    const kept = await this.#pending.get(appId);
    return kept && this.#try(kept.operation, kept, turn);
  }

  /** @param before the operation as it stood open; null when WeChat was never asked for it */
  async #try(operation: MenuOperation, before: Kept | null, turn: Held): Promise<Tried> {
    const { wish, identity } = operation;
    const { appId } = wish.tenure;
    const settled = async (answer: MenuAnswer): Promise<Tried> => {
      await this.#pending.erase(operation, turn);
      return { operation, answer, isSettled: true };
    };
    const open = (refusal: Refusal): Tried => ({ operation, answer: refused(refusal), isSettled: false });

    // Recorded, and then the crash: asking again could undo what was done in WeChat since.
    const recorded = before && (await this.#repeated({ identity, appId }));
    if (recorded?.ok) return settled(recorded);
    const { state: account } = await this.parts.states.fresh(accountStream, appId);
    if (!isOfTenure(account, wish)) return settled(refused({ code: 'ACCOUNT_NOT_FOUND' }));
    const unauthorized = unauthorizedRefusal(account);
    if (unauthorized !== null) return open(unauthorized);

    await this.#pending.keep(operation, before?.version ?? null, turn);
    const asked = await asRefusalOfWeChat(() => this.#ask(wish));
    if (asked.ok) return settled(await this.#record(operation));
    return isOpen(asked.refusal, before) ? open(asked.refusal) : settled(asked);
  }

  #ask(wish: MenuWish): Promise<void> {
    const { appId } = wish.tenure;
    return wish.kind === 'DELETE' ? this.#menus.delete(appId) : this.#menus.create(appId, wish.buttons);
  }

  /** What WeChat has done stands in the log, whatever has become of the request's key meanwhile. */
  async #record(operation: MenuOperation): Promise<MenuAnswer> {
    const { command, identity } = operation;
    const answer = await this.#append(operation, identity);
    if (answer.ok || answer.refusal.code !== 'IDEMPOTENCY_KEY_REUSED') return answer;
    await this.#append(operation, this.parts.identities.ofReaction(command, identity.id, identity.fingerprint));
    return answer;
  }

  #append({ command, acting, wish }: MenuOperation, identity: CommandIdentity): Promise<MenuAnswer> {
    const { appId } = wish.tenure;
    return this.parts.executor.execute({
      command,
      identity,
      acting,
      writes: [streamOf(menuStream, menuId(wish.tenure))],
      load: async (view) => {
        // Looked at so that the append follows on what is there.
        await view.state(menuStream, menuId(wish.tenure));
        return view.state(accountStream, appId);
      },
      decide: (account) => decideRecordMenu({ account, wish }),
      result: () => ({ appId }),
    });
  }
}

/** Whether it may have been done all the same: no answer says nothing, and a withdrawn grant nothing of the time before. */
const isOpen = (refusal: Refusal, before: Kept | null): boolean =>
  refusal.code === 'WECHAT_UNAVAILABLE' ||
  (before !== null && refusal.code === 'WECHAT_REFUSED' && refusal.errcode === NOT_AUTHORIZED);

const refused = (refusal: Refusal): MenuAnswer => ({ ok: false, refusal });
