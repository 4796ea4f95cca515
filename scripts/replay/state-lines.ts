import type { Language } from '../../schema/context.js';
import type { CommunityDocument } from '../../projections/documents.js';
import type { DirectoryReader } from '../../src/people/directory.js';
import { oneLine } from './one-line.js';
import { STATE_TEXTS, type StateTexts } from './state-texts.js';
import type { ToldOfState } from './told-of-state.js';

/** What a state holds, a line each, with tenants by the names that the directory knows. */
export class StateLines {
  readonly #texts: StateTexts;
  readonly #tenants = new Map<string, Promise<string>>();

  constructor(
    private readonly directory: Pick<DirectoryReader, 'tenantNames'>,
    language: Language,
  ) {
    this.#texts = STATE_TEXTS[language];
  }

  async of(told: ToldOfState): Promise<string> {
    const texts = this.#texts;
    switch (told.kind) {
      case 'moment':
        return oneLine(texts.moment(told));
      case 'account': {
        const { appId, profile, owner, status, tenure, paymentInterfaces } = told;
        const account = { name: profile.nickname, appId, tenant: await this.#tenant(owner), status, tenure };
        return [texts.account(account), ...paymentInterfaces.map(texts.paymentInterface)].map(oneLine).join('');
      }
      case 'sharing':
        return oneLine(texts.sharing({ ...told, tenant: await this.#tenant(told.recipient) }));
      case 'community': {
        const { communityId: id, name, tenantId, binding } = told;
        return oneLine(texts.community({ id, name, tenant: await this.#tenant(tenantId) }) + this.#bound(binding));
      }
    }
  }

  #bound(binding: CommunityDocument['binding']): string {
    if (binding === null) return this.#texts.unbound;
    const { appId, boundAt, payment } = binding;
    const bound = this.#texts.binding({ appId, since: boundAt });
    if (payment === null) return bound;
    return bound + this.#texts.paymentBinding({ id: payment.paymentInterfaceId, since: payment.boundAt });
  }

  #tenant(id: string): Promise<string> {
    let known = this.#tenants.get(id);
    if (known === undefined) {
      known = this.directory.tenantNames([id]).then(([name = null]) => (name === null ? id : `${name} (${id})`));
      this.#tenants.set(id, known);
    }
    return known;
  }
}
