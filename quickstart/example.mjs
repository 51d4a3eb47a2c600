import { connect, uniqueSubscriberCounts } from 'flowclient'

const client = connect({ url: process.env.FLOWAPI_URL, token: process.env.FLOWAPI_TOKEN })
const firstWeek = { start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' }
const query = await client.run(uniqueSubscriberCounts(firstWeek))
for await (const { pcod, value } of query.rows()) console.log(pcod, value)
