package matter_test

// caseBook has every kind of act once, so that each can be tried without the shipped rulebooks.
const caseBook = `
rulebook: tests
version: "1"
inForce: 2026-01-01
name: {zh: 测试规则, en: Rules of the tests}
procedures:
  case:
    kind: opinion
    name: {zh: 测试事项, en: Case}
    basis: [default]
    raisedBy: [resident, deputy]
    fields:
      unit: {name: {zh: 承办单位, en: Unit}, type: organization, class: unit}
      day: {name: {zh: 日期, en: Day}, type: date}
      parts: {name: {zh: 分项, en: Parts}, type: list}
      part: {name: {zh: 单项, en: Part}, type: text}
      cost: {name: {zh: 费用, en: Cost}, type: number}
      urgent: {name: {zh: 紧急, en: Urgent}, type: yesno}
      category:
        name: {zh: 类别, en: Category}
        type: choice
        options: {roads: {zh: 道路, en: Roads}, water: {zh: 供水, en: Water}}
      findings: {name: {zh: 核实情况, en: Findings}, type: longtext}
    begin: taken
    steps:
      taken:
        phase: seen
        name: {zh: 待分办, en: Taken}
        owner: {role: station}
        due: {days: 3, of: working, basis: default}
        acts:
          assign: {name: {zh: 交办, en: Assign}, who: [owner, deputyOffice], needs: [unit], takes: [category, cost, urgent], to: handling}
          assignUrgent: {name: {zh: 急办, en: Assign at once}, who: [owner], when: "field.urgent", needs: [unit], to: handling}
          answerNow: {kind: answer, name: {zh: 当场答复, en: Answer now}, who: [owner], needs: [answer], to: answered}
          answerAndClose: {kind: answer, name: {zh: 当场办结, en: Answer and close}, who: [owner, deputyOffice], needs: [answer], to: closed}
          decline:
            name: {zh: 不予受理, en: Decline}
            who: [owner]
            reasons: {beyond: {zh: 不属职权, en: Beyond}, personal: {zh: 私事, en: Personal}}
            needs: [answer]
            to: declined
          importAnswer: {kind: import, name: {zh: 导入, en: Import}, who: [system], needs: [answer], to: historic}
          split: {name: {zh: 分项, en: Split}, who: [owner], needs: [parts, unit], takes: [day], opens: {each: parts, procedure: part, with: {unit: unit}}, to: waiting}
          openOne: {name: {zh: 登记一项, en: Open one}, who: [owner], needs: [part, unit], opens: {procedure: part, title: part, with: {unit: unit}}, to: stay}
          plan: {name: {zh: 定日期, en: Plan}, who: [owner], needs: [day], to: planned}
          planMaybe: {name: {zh: 拟定, en: Plan maybe}, who: [owner], takes: [day], to: planned}
          toOrphan: {name: {zh: 转无主, en: To nobody}, who: [owner], to: orphaned}
      handling:
        phase: decided
        name: {zh: 办理中, en: Handling}
        owner: {field: unit}
        due: {days: 15, of: working, basis: default}
        acts:
          answer: {kind: answer, name: {zh: 答复, en: Answer}, who: [owner], needs: [answer], to: answered}
          answerFor: {kind: answer, name: {zh: 代录答复, en: Write down an answer}, who: [deputyOffice], needs: [answer], to: answered}
          return:
            kind: return
            name: {zh: 退办, en: Return}
            who: [owner]
            reasons: {notOurs: {zh: 不属本单位, en: Not ours}}
            needs: [reason]
            within: {days: 5, of: working}
            limit: 2
            to: taken
          askMore: {kind: ask, name: {zh: 申请延期, en: Ask}, who: [owner], needs: [reason, newDue], to: stay}
          grantMore: {kind: extend, name: {zh: 批准延期, en: Grant}, who: [deputyOffice], needs: [reason, newDue, approver], limit: 2, max: {days: 30, of: calendar}, to: stay}
          refuseMore: {kind: refuse, name: {zh: 不同意, en: Refuse}, who: [deputyOffice], needs: [reason], to: stay}
      answered:
        phase: supervised
        name: {zh: 待评价, en: To be rated}
        owner: {role: deputyOffice}
        due: {days: 15, of: working, basis: default}
        acts:
          rate: &rate
            kind: rate
            name: {zh: 评价, en: Rate}
            who: [raiser]
            needs: [rating]
            takes: [attitude, reason]
            to:
              - {when: "input.rating == 'notSatisfied'", step: handling, as: redo, limit: 2}
              - {when: "unrated > 0", step: stay}
              - {step: checking}
          recordRating:
            kind: rate
            name: {zh: 代录, en: Record}
            who: [deputyOffice]
            needs: [rating, note]
            takes: [reason]
            to:
              - {when: "input.rating == 'notSatisfied'", step: handling, as: redo, limit: 2}
              - {when: "unrated > 0", step: stay}
              - {step: checking}
          closeUnrated: {name: {zh: 未评价结束, en: Not rated}, who: [owner, committee], when: overdue, needs: [note], to: notRated}
      checking:
        phase: supervised
        name: {zh: 回头看, en: Look back}
        owner: {role: station}
        due: {months: 1, basis: default}
        acts:
          confirm: {kind: confirm, name: {zh: 销号, en: Confirm}, who: [owner, deputyOffice, committee], needs: [findings], to: closed}
          notDone: {kind: redo, name: {zh: 退回重办, en: Redo}, who: [owner], needs: [reason], limit: 2, to: handling}
      planned:
        phase: decided
        name: {zh: 已定日期, en: Planned}
        owner: {role: deputyOffice}
        due: {field: day, basis: default}
        acts:
          done: {kind: answer, name: {zh: 完成, en: Done}, who: [owner], needs: [answer], to: answered}
      waiting:
        phase: decided
        name: {zh: 分项办理, en: Waiting for parts}
        owner: {role: deputyOffice}
        due: {months: 1, since: day, basis: default}
        acts:
          partSettled:
            kind: settled
            name: {zh: 分项有进展, en: A part moved on}
            who: [system]
            to:
              - {when: "unanswered.part == 0", step: checking}
              - {step: stay}
      orphaned:
        phase: decided
        name: {zh: 无主, en: Nobody}
        owner: {role: standingCommittee}
        due: {months: 1, basis: default}
        acts: {answer: {kind: answer, name: {zh: 答复, en: Answer}, who: [owner], needs: [answer], to: answered}}
      closed:
        phase: resulted
        name: {zh: 已销号, en: Closed}
        ends: confirmed
        acts:
          reopen: &reopen {kind: reopen, name: {zh: 反弹, en: Reopen}, who: [raiser, deputyOffice], needs: [reason], limit: 1, within: {months: 6}, to: handling}
      notRated: {phase: supervised, name: {zh: 未评价结束, en: Not rated}, ends: notRated, acts: {reopen: *reopen}}
      historic: {phase: supervised, name: {zh: 历史件, en: Historic}, ends: historic, acts: {reopen: *reopen}}
      declined: {phase: seen, name: {zh: 不予受理, en: Declined}, ends: declined}
      withdrawn: {phase: seen, name: {zh: 已撤回, en: Withdrawn}, ends: withdrawn}
      merged:
        phase: seen
        name: {zh: 已并案, en: Merged}
        ends: merged
        acts: {unmerge: {kind: unmerge, name: {zh: 撤销并案, en: Unmerge}, who: [deputyOffice], needs: [reason], to: back}}
    everywhere:
      merge: {kind: merge, name: {zh: 并案, en: Merge}, who: [deputyOffice], needs: [target, reason], to: merged}
      withdraw: {kind: withdraw, name: {zh: 撤回, en: Withdraw}, who: [raiser], needs: [reason], to: withdrawn}
      note: {kind: note, name: {zh: 备注, en: Note}, who: [owner, deputyOffice], needs: [note], to: stay}
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
