import { registerEnumType } from 'type-graphql';

/** An enum whose values are their own names, each with the sentence that describes it. */
export function describedEnum<const Values extends Readonly<Record<string, string>>>(
  name: string,
  description: string,
  values: Values,
): { readonly [Name in keyof Values]: Name } {
  const names = Object.keys(values);
  const byName = Object.fromEntries(names.map((each) => [each, each]));
  registerEnumType(byName, {
    name,
    description,
    valuesConfig: Object.fromEntries(names.map((each) => [each, { description: values[each] ?? '' }])),
  });
  return byName as { readonly [Name in keyof Values]: Name };
}
