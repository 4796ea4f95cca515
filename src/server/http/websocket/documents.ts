import { GraphQLError, parse, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { limitRules, LIMITS } from '../limits/limits.js';

/** A document that may be executed, or what is wrong with it. */
export type Checked = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

const RULES = [...specifiedRules, ...limitRules];

/** Parses and validates documents, those that are valid once. */
export class Documents {
  readonly #valid = new LRUCache<string, { readonly document: DocumentNode }>({
    maxSize: 4 * LIMITS.bytes,
    sizeCalculation: (_, text) => text.length + 1,
  });

  constructor(private readonly schema: GraphQLSchema) {}

  check(text: string): Checked {
    const known = this.#valid.get(text);
    if (known) return known;
    try {
      const document = parse(text, { maxLexicalTokens: LIMITS.tokens });
      const errors = validate(this.schema, document, RULES);
      if (errors.length > 0) return { errors };
      this.#valid.set(text, { document });
      return { document };
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  }
}
