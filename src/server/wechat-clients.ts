import { ComponentTickets } from '../application/tokens/component-tickets.js';
import { keepComponentToken } from '../application/tokens/component-tokens.js';
import type { AccountApi } from '../wechat/account-api.js';
import type { AccountTokens } from '../wechat/account-tokens.js';
import { HttpAccountApi } from '../wechat/client/http-account-api.js';
import { HttpComponentPlatform } from '../wechat/client/http-component-platform.js';
import { HttpCustomerService } from '../wechat/client/http-customer-service.js';
import type { WeChatComponent } from '../wechat/component.js';
import type { ComponentPlatform } from '../wechat/component-platform.js';
import type { CustomerService } from '../wechat/customer-service.js';
import type { WeChatHosts } from '../wechat/hosts.js';
import type { Engine } from './engine.js';

/** What the product asks WeChat by. */
export interface WeChatClients {
  readonly tickets: ComponentTickets;
  readonly platform: ComponentPlatform;
  /** Calls in accounts' names, with the tokens given. */
  readonly accountApi: (tokens: AccountTokens) => AccountApi;
  readonly customerService: CustomerService;
}

export function weChatClients(
  { vault, leases }: Pick<Engine, 'vault' | 'leases'>,
  { component, hosts }: { readonly component: Pick<WeChatComponent, 'appId' | 'secret'>; readonly hosts: WeChatHosts },
): WeChatClients {
  const clock = Date.now;
  const tickets = new ComponentTickets(vault, component.appId);
  return {
    tickets,
    platform: new HttpComponentPlatform({
      component,
      hosts,
      ticket: () => tickets.ticket(),
      keepToken: keepComponentToken({ vault, leases, clock }, component.appId),
      clock,
    }),
    accountApi: (tokens) => new HttpAccountApi(hosts, tokens),
    customerService: new HttpCustomerService(hosts),
  };
}
