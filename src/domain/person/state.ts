/** What decisions need to know of a person: nothing that says who it is. */
export interface PersonState {
  readonly isForgotten: boolean;
}
