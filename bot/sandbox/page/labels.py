"""What the page itself says, per language of the person; the bot's words are not here."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}

_ROWS = {
    "banner": (
        "沙盒：这里的一切都在本机，没有发往 Telegram",
        "沙盒：這裡的一切都在本機，沒有發往 Telegram",
        "Sandbox: everything here stays on this machine, nothing goes to Telegram",
    ),
    "sandbox": ("沙盒", "沙盒", "Sandbox"),
    "chats": ("聊天", "聊天", "Chats"),
    "back": ("返回", "返回", "Back"),
    "menu": ("菜单", "選單", "Menu"),
    "more": ("更多", "更多", "More"),
    "write": ("输入消息", "輸入訊息", "Message"),
    "broadcast": ("发布到频道", "發佈到頻道", "Broadcast"),
    "send": ("发送", "傳送", "Send"),
    "start": ("开始", "開始", "START"),
    "restart": ("重新启用机器人", "重新啟用機器人", "Restart bot"),
    "block": ("停用并屏蔽机器人", "停用並封鎖機器人", "Stop and block bot"),
    "unblock": ("解除屏蔽", "解除封鎖", "Unblock bot"),
    "add": ("把机器人加进来", "將機器人加入", "Add the bot"),
    "remove": ("移除机器人", "移除機器人", "Remove the bot"),
    "promote": ("设为管理员", "設為管理員", "Make the bot an administrator"),
    "demote": ("取消管理员", "取消管理員", "Make the bot a plain member"),
    "bot": ("机器人", "機器人", "bot"),
    "group": ("群组", "群組", "group"),
    "channel": ("频道", "頻道", "channel"),
    "members": ("位成员", "位成員", "members"),
    "topic": ("话题", "話題", "topic"),
    "general": ("综合", "綜合", "General"),
    "typing": ("正在输入…", "正在輸入…", "typing…"),
    "edited": ("已编辑", "已編輯", "edited"),
    "via": ("通过", "透過", "via"),
    "unread": ("未读消息", "未讀訊息", "Unread messages"),
    "older": ("更早的消息", "更早的訊息", "Earlier messages"),
    "empty": ("还没有消息", "還沒有訊息", "No messages yet"),
    "about": ("这个机器人能做什么？", "這個機器人能做什麼？", "What can this bot do?"),
    "show_more": ("展开", "展開", "Show more"),
    "show_less": ("收起", "收起", "Show less"),
    "spoiler": ("点一下显示", "點一下顯示", "Tap to reveal"),
    "copied": ("已复制", "已複製", "Copied"),
    "no_answer": ("机器人没有回答", "機器人沒有回答", "The bot did not answer"),
    "no_results": ("没有结果", "沒有結果", "No results"),
    "offline": ("连接断开，正在重连…", "連線中斷，正在重新連線…", "Connection lost, reconnecting…"),
    "ok": ("好", "好", "OK"),
    "cancel": ("取消", "取消", "Cancel"),
    "reply": ("回复", "回覆", "Reply"),
    "edit": ("编辑", "編輯", "Edit"),
    "down": ("到最新", "到最新", "To the latest"),
    "theme": ("切换明暗", "切換明暗", "Switch light and dark"),
    "language": ("我的语言", "我的語言", "My language"),
    "commands": ("命令", "指令", "Commands"),
    "tools": ("沙盒工具", "沙盒工具", "Sandbox tools"),
    "jump": ("跳到下一期简报", "跳到下一期簡報", "Jump to the next edition"),
    "drop": ("投放一篇文章", "投放一篇文章", "Drop an article"),
    "drop_hint": ("第一行是标题，其余是正文", "第一行是標題，其餘是正文", "First line: headline; the rest: the text"),
    "script": ("此页需要 JavaScript", "此頁需要 JavaScript", "This page needs JavaScript"),
    "clock": ("沙盒时间", "沙盒時間", "Sandbox time"),
    "done": ("完成", "完成", "Done"),
    "failed": ("没有成功：", "沒有成功：", "That failed: "),
    "you": ("您", "您", "You"),
    "today": ("今天", "今天", "Today"),
    "yesterday": ("昨天", "昨天", "Yesterday"),
    "joined": ("机器人已加入", "機器人已加入", "The bot joined"),
    "topic_made": ("新话题：", "新話題：", "New topic: "),
    "upgraded": ("群组已升级为超级群组", "群組已升級為超級群組", "The group became a supergroup"),
    "other": ("其他内容", "其他內容", "Something else"),
    "document": ("文件", "檔案", "File"),
    "no_bot": ("机器人不在这里", "機器人不在這裡", "The bot is not here"),
}

_COLUMNS = tuple(LANGUAGES)


def labels(language: str) -> Mapping[str, str]:
    """All labels in the language, English for one that is not known."""
    column = _COLUMNS.index(known_language(language))
    return {key: row[column] for key, row in _ROWS.items()}


def known_language(code: str) -> str:
    code = code.lower()
    if code in LANGUAGES:
        return code
    if code.startswith("zh"):
        return "zh-hant" if code in ("zh-tw", "zh-hk", "zh-mo") else "zh-hans"
    return "en"
