/** Where an offer is answered: in messages, on the home page, in lists. Free of everything else, so that the first page stays light. */
export const offerPath = (offer: { institutionId: number; id: string }) => `/waitlist/offers/${offer.institutionId}/${offer.id}`
