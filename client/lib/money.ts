type Amount = { readonly amount: string; readonly currency: string }

/** As it is, with its currency: amounts are exact, so that what stands on a page adds up. */
export const formatMoney = ({ amount, currency }: Amount) => `${amount} ${currency}`

/** For charts and bars alone. */
export const moneyNumber = ({ amount }: Pick<Amount, 'amount'>) => Number(amount)
