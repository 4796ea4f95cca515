/** An instance of an output type: its class tells a union which member it is. */
export const made = <Type extends object>(type: new () => Type, fields: Type): Type =>
  Object.assign(new type(), fields);
