import { expect, test } from 'vitest'
import type { Days } from '#journey/throughout/settlement/contract.ts'
import { checkPages } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { signInStaff } from '../people.ts'

const walk = walker()

test('O2 a day of prepaid money is approved by two people, sent to the bank, refused for one hospital, tried again and settled; the hospital sees its own line', async () => {
  const [first, second, hospital] = [await walk.screen(), await walk.screen(), await walk.screen({ language: 'en' })]
  await Promise.all([signInStaff(first, 'settlement'), signInStaff(second, 'settlement2'), signInStaff(hospital, 'accountant2')])
  const { days } = (await (await first.request.get('/api/settlement/days')).json()) as Days
  // The sample region has worked it out; later days may be there by now.
  const day = days.filter((one) => one.status === 'computed' && one.hospitals > 2).at(-1)!.day

  await visit(first, `/staff/settlement/${day}`)
  await first.getByText('每一分钱两边都有').waitFor()
  await first.getByRole('button', { name: '按账本重新计算' }).click()
  await first.getByText('逐字节相同').waitFor()
  await first.getByRole('button', { name: '第一次批准' }).click()
  await first.getByRole('dialog').getByRole('button', { name: '第一次批准' }).click()
  await first.getByText('第二次需要另一位同事').waitFor()

  await visit(second, `/staff/settlement/${day}`)
  await second.getByRole('button', { name: '第二次批准' }).click()
  await second.getByRole('dialog').getByRole('button', { name: '第二次批准' }).click()
  await second.request.post('/simulator/bank/behaviour', { data: { refuseOnce: ['9900000000000102'] } })
  await second.getByRole('button', { name: '通知银行' }).click()
  await second.getByRole('dialog').getByRole('button', { name: '通知银行' }).click()
  await second.getByText('银行退回').waitFor()
  await second.getByRole('button', { name: '入账', exact: true }).click()
  await second.getByRole('dialog').getByRole('button', { name: '入账', exact: true }).click()
  await second.getByRole('heading', { level: 2 }).first().waitFor()
  await second.getByText('部分入账').first().waitFor()
  await picture(second, 'settlement-part-posted')
  // Refused: the account is corrected by one, agreed to by the other with the number from the paper, and paid again.
  await second.getByRole('link', { name: '银行答复' }).click()
  await second.getByRole('link', { name: '更正账户' }).click()
  await second.getByLabel('账号', { exact: true }).fill('9900 0000 0000 1102')
  await second.getByLabel('原因和凭证').fill('银行退回：收款账户名称不符，医院来函 17 号')
  await second.getByRole('button', { name: '提交复核' }).click()
  await visit(first, '/staff/settlement/accounts')
  await first.getByRole('button', { name: '复核', exact: true }).click()
  await first.getByLabel('照凭证再输入一次账号').fill('9900000000001101')
  await first.getByRole('button', { name: '同意启用' }).click()
  await first.getByText('和提出的账号不一致').waitFor()
  await first.getByLabel('照凭证再输入一次账号').fill('9900000000001102')
  await first.getByRole('button', { name: '同意启用' }).click()
  await first.getByRole('dialog').waitFor({ state: 'detached' })
  await first.getByText('•••• 1102').first().waitFor()
  await picture(first, 'settlement-accounts')
  await visit(second, `/staff/settlement/${day}/bank`)
  await second.getByText('账户已更正为').waitFor()
  await picture(second, 'settlement-bank-answer')
  await second.getByRole('button', { name: '再次付款' }).click()
  await second.getByRole('dialog').getByRole('button', { name: '重新通知银行' }).click()
  await second.getByText('第 2 次').waitFor()
  await visit(second, `/staff/settlement/${day}`)
  await second.getByText('这一天的每家医院都已结清').waitFor()
  await picture(second, 'settlement-posted')

  // From a figure to its entries, and the files.
  await second.getByRole('link', { name: '临溪市中心医院' }).click()
  await second.getByText(/笔分录合计/).waitFor()
  const file = await (await second.request.get(`/api/settlement/days/${day}/settlement.txt`)).text()
  expect(file).toContain(`D|${day}|`)
  expect(file.split('\n').find((line) => line.startsWith('T|'))).toMatch(/\|0$/)

  await visit(hospital, `/staff/settlement/${day}`)
  await hospital.getByText(/Your hospital (pays|gets)/).waitFor()
  expect(await hospital.getByText('First Hospital of Linxi University').count()).toBe(0)
  expect((await hospital.request.get(`/api/settlement/days/${day}/settlement.txt`)).status()).toBe(403)
  await checkPages(hospital, 'settlement-own', { day: `/staff/settlement/${day}`, entries: `/staff/settlement/${day}/entries?side=hospital&institutionId=101` })
  await checkPages(first, 'settlement', { day: `/staff/settlement/${day}`, bank: `/staff/settlement/${day}/bank`, accounts: '/staff/settlement/accounts', entries: `/staff/settlement/${day}/entries?side=wallet&institutionId=0` })
})
