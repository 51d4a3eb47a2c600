/** Why a kind reads raw tables: what it tells that nothing derived holds. */
export const WHY_RAW: Readonly<Record<string, string>> = {
  location_introversion: 'the id that the events of both sides of a call or message share',
  subscriber_degree: 'who was on the other side',
  pareto_interactions: 'who was on the other side',
  handset: 'the type allocation code of the handset',
  topup_amount: 'the amount of a top-up',
  topup_balance: 'the balances before and after a top-up',
  dfs_metric_total_amount: 'transactions of mobile money, of which nothing is derived',
}

/** Why a kind is slower than FlowKit, or takes longer than a minute. */
export const WHY_SLOW: Readonly<Record<string, string>> = {}
