import { Gauge, type Registry } from 'prom-client';
import type { ComponentTickets } from '../../application/tokens/component-tickets.js';

/** How old the newest ticket from WeChat is: asked when it is read. */
export function observeTickets(registry: Registry, tickets: Pick<ComponentTickets, 'age'>): void {
  new Gauge({
    name: 'gongxiang_wechat_ticket_age_seconds',
    help: 'Age of the newest component_verify_ticket; +Inf without one. WeChat takes none that is older than 12 hours.',
    registers: [registry],
    async collect() {
      const age = await tickets.age();
      this.set(age === null ? Infinity : age / 1000);
    },
  });
}
