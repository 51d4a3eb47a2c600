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

/** Why a kind may be slower than FlowKit, or take longer than a minute. */
export const WHY_SLOW: Readonly<Record<string, string>> = {
  location_introversion:
    'the two sides of every call are joined by an id that is text and that only the raw events hold',
  meaningful_locations_between_label_od_matrix:
    'the sites of each person are clustered one by one, and the middle of each cluster is looked up in the areas',
  meaningful_locations_between_dates_od_matrix:
    'the sites of each person are clustered one by one, and the middle of each cluster is looked up in the areas',
  aggregate_network_objects:
    'beside the cells of each hour the people are counted who used them, which FlowKit does not look at',
  total_network_objects:
    'beside the cells the people are counted who used them, which FlowKit does not look at',
  dfs_metric_total_amount:
    'the people behind each sum are counted, and the share of the one with most, which FlowKit does not look at',
  subscriber_degree: 'most of its time goes into reading all calls and messages, as FlowKit does',
  topup_amount:
    'raw events are matched with the numbers of subscribers, and there are few of them to gain from it',
  geography: 'the shapes are written as GeoJSON once, which FlowKit does whenever they are asked for',
}
