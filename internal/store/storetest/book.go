package storetest

// bookSource is a small rulebook with every kind of fact that the store keeps: a station, a unit in a field,
// children, several raisers, requests, endings of each sort.
const bookSource = `
rulebook: storetest
version: "1"
inForce: 2019-01-01
name: {zh: 存储测试规则, en: Rules of the store's tests}
procedures:
  case:
    kind: opinion
    name: {zh: 测试事项, en: Case}
    basis: [default]
    raisedBy: [resident, deputy]
    fields:
      unit: {name: {zh: 承办单位, en: Unit}, type: organization, class: unit}
      parts: {name: {zh: 分项, en: Parts}, type: list}
      findings: {name: {zh: 核实情况, en: Findings}, type: longtext}
    begin: taken
    steps:
      taken:
        phase: seen
        name: {zh: 待分办, en: Taken}
        owner: {role: station}
        due: {days: 3, of: working, basis: default}
        acts:
          assign: {name: {zh: 交办, en: Assign}, who: [owner], needs: [unit], to: handling}
          decline: {name: {zh: 不予受理, en: Decline}, who: [owner], needs: [answer], to: declined}
          split: {name: {zh: 分项, en: Split}, who: [owner], needs: [parts, unit], opens: {each: parts, procedure: part, with: {unit: unit}}, to: waiting}
      handling:
        phase: decided
        name: {zh: 办理中, en: Handling}
        owner: {field: unit}
        due: {days: 15, of: working, basis: default}
        escalate:
          - {days: 1, of: working, to: station, basis: default}
          - {days: 3, of: working, to: deputyOffice, basis: default}
        acts:
          answer: {kind: answer, name: {zh: 答复, en: Answer}, who: [owner], needs: [answer], to: answered}
          return: {kind: return, name: {zh: 退办, en: Return}, who: [owner], needs: [reason], limit: 3, to: taken}
          askMore: {kind: ask, name: {zh: 申请延期, en: Ask}, who: [owner], needs: [reason, newDue], to: stay}
          grantMore: {kind: extend, name: {zh: 批准延期, en: Grant}, who: [deputyOffice], needs: [reason, newDue, approver], limit: 5, to: stay}
      answered:
        phase: supervised
        name: {zh: 待评价, en: To be rated}
        owner: {role: deputyOffice}
        due: {days: 15, of: working, basis: default}
        acts:
          rate:
            kind: rate
            name: {zh: 评价, en: Rate}
            who: [raiser]
            needs: [rating]
            takes: [reason]
            to:
              - {when: "input.rating == 'notSatisfied'", step: handling, as: redo, limit: 3}
              - {when: "unrated > 0", step: stay}
              - {step: checking}
      checking:
        phase: supervised
        name: {zh: 回头看, en: Look back}
        owner: {role: station}
        due: {months: 1, basis: default}
        acts: {confirm: {kind: confirm, name: {zh: 销号, en: Confirm}, who: [owner], needs: [findings], to: closed}}
      waiting:
        phase: deliberated
        name: {zh: 分项办理, en: Waiting}
        owner: {role: deputyOffice}
        due: {months: 1, basis: default}
        acts:
          partSettled:
            kind: settled
            name: {zh: 分项有进展, en: A part moved on}
            who: [system]
            to:
              - {when: "unanswered.part == 0", step: checking}
              - {step: stay}
      closed:
        phase: resulted
        name: {zh: 已销号, en: Closed}
        ends: confirmed
        acts: {reopen: {kind: reopen, name: {zh: 反弹, en: Reopen}, who: [raiser], needs: [reason], to: checking}}
      declined: {phase: seen, name: {zh: 不予受理, en: Declined}, ends: declined}
      withdrawn: {phase: seen, name: {zh: 已撤回, en: Withdrawn}, ends: withdrawn}
      merged: {phase: seen, name: {zh: 已并案, en: Merged}, ends: merged}
    everywhere:
      withdraw: {name: {zh: 撤回, en: Withdraw}, kind: withdraw, who: [raiser], needs: [reason], to: withdrawn}
      merge: {kind: merge, name: {zh: 并案, en: Merge}, who: [deputyOffice], needs: [target, reason], to: merged}
      note: {kind: note, name: {zh: 备注, en: Note}, who: [owner], needs: [note], to: stay}
  part:
    kind: appointmentQuestion
    name: {zh: 分项, en: Part}
    basis: [default]
    childOf: [case]
    fields:
      unit: {name: {zh: 承办单位, en: Unit}, type: organization, class: unit}
      findings: {name: {zh: 核实情况, en: Findings}, type: longtext}
    begin: asked
    steps:
      asked:
        phase: decided
        name: {zh: 待答复, en: Asked}
        owner: {field: unit}
        due: {months: 1, basis: default}
        acts: {answer: {kind: answer, name: {zh: 答复, en: Answer}, who: [owner], needs: [answer], to: checking}}
      checking:
        phase: supervised
        name: {zh: 核实, en: Checking}
        owner: {role: deputyOffice}
        due: {months: 1, basis: default}
        acts: {confirm: {kind: confirm, name: {zh: 了结, en: Settle}, who: [owner], needs: [findings], to: settled}}
      settled: {phase: resulted, name: {zh: 已了结, en: Settled}, ends: confirmed}
`
