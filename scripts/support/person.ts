import { GraphQLClient } from 'graphql-request';

/** What a mutation's payload says, whichever of its types it is. */
export type Payload<Success> =
  | ({ readonly __typename: string; readonly code?: undefined } & Success)
  | { readonly __typename: string; readonly code: string; readonly message: string };

/** Someone with a token, who asks over HTTP. */
export class Person {
  readonly #client: GraphQLClient;

  constructor(
    readonly name: string,
    url: string,
    readonly token: string,
    language: string,
  ) {
    this.#client = new GraphQLClient(url, {
      headers: { authorization: `Bearer ${token}`, 'accept-language': language },
    });
  }

  /** @param after a cursor that the answer has to have reached */
  async query<Data>(
    document: string,
    variables: Readonly<Record<string, unknown>> = {},
    after?: string,
  ): Promise<Data> {
    const headers = after === undefined ? {} : { 'x-after-cursor': after };
    return this.#client.request<Data>(document, variables, headers);
  }

  /** Sends a mutation with one `input`, and answers with its payload. */
  async mutate<Success>(
    field: string,
    input: Readonly<Record<string, unknown>>,
    selection: string,
  ): Promise<Payload<Success>> {
    const type = field.charAt(0).toUpperCase() + field.slice(1);
    const document = `mutation ${type}($input: ${type}Input!) {
      payload: ${field}(input: $input) {
        __typename
        ... on ${type}Success { ${selection} }
        ... on UserError { code message }
      }
    }`;
    const { payload } = await this.query<{ payload: Payload<Success> }>(document, { input });
    return payload;
  }
}
