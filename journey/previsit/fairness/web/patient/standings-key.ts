export const standingsKey = ['fairness', 'standings'] as const
