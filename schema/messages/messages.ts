import type { DataOf, ProductEvent } from '../../src/domain/product-event.js';
import type { InputProblem, InputProblemCode, Refusal, RefusalCode } from '../../src/domain/refusal.js';

export type RefusalFacts<Code extends RefusalCode> = Extract<Refusal, { readonly code: Code }>;

/**
 * All that people are told, in one language. What is wrong, what is allowed, what to do; never a secret (R29). A
 * language that lacks an entry does not compile.
 */
export interface Messages {
  readonly refusals: { readonly [Code in RefusalCode]: (facts: RefusalFacts<Code>) => string };
  readonly problems: Readonly<Record<InputProblemCode, (problem: InputProblem) => string>>;
  /** One sentence an event, from its own facts: names are those of its moment. */
  readonly summaries: { readonly [Type in ProductEvent['type']]: (facts: DataOf<Type>) => string };
  /** How a summary names an account that has a name. */
  readonly namedAccount: (facts: { readonly name: string; readonly appId: string }) => string;
  /** A summary with who acted. */
  readonly actedBy: (facts: { readonly who: string; readonly sentence: string }) => string;
  /** R7: the grant itself is ended in WeChat. */
  readonly releaseNote: string;
  /** Shown before binding: where the money goes. */
  readonly settlementNotice: (facts: { readonly name: string; readonly merchantNumber: string }) => string;
  /** Shown after binding: where the money goes now. */
  readonly settlementWarning: (facts: { readonly merchantNumber: string; readonly count: number }) => string;
  readonly forbidden: string;
  readonly tenantNeeded: string;
}
