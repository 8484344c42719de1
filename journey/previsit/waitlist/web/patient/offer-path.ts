/** Where an offer is answered, as the pages say it; free of everything else, so that the first page stays light. */
export const offerPath = (offer: { institutionId: number; id: string }) => `/waitlist/offers/${offer.institutionId}/${offer.id}`
