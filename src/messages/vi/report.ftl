# Báo cáo của một lần chạy (report.html).
report-title = Kết quả phân bổ
report-subtitle = Báo cáo kết quả phân bổ hỗ trợ năm { $year } · chungtay { $version }
report-number = { $number }
report-money = { $amount }

# Các phần
report-part-overview = Tổng quan
report-part-places = Các xã, phường
report-part-flow = Tiền đi từ đâu đến đâu
report-part-people = Hộ và khoản hỗ trợ
report-part-sources = Nguồn: đã dùng, còn lại và vì sao
report-part-left = Nhu cầu còn thiếu và vì sao
report-part-rules = Quy tắc và cái giá của quy tắc
report-part-method = Cách lập phương án

# Số liệu chính
report-fact-money = Số tiền hỗ trợ
report-fact-money-note = Nguồn được sử dụng { $available }, còn lại { $left }. Đề nghị: { $asked }.
report-fact-households = Số hộ được hỗ trợ
report-fact-households-note = { $awards } khoản hỗ trợ; { $exits } hộ dự kiến thoát nghèo.
report-fact-coverage = Nhu cầu được đáp ứng
report-fact-coverage-note = Phần nhu cầu được đáp ứng, tính theo mức cấp thiết; gồm cả hỗ trợ của nơi khác.
report-fact-worst = Xã được đáp ứng thấp nhất
report-fact-worst-note = { $coverage } nhu cầu được đáp ứng.
report-fact-gap = Khoảng cách đã chứng minh
report-fact-gap-certified = Không phương án nào có thể tốt hơn quá mức này: certificate.json chứng minh, ai cũng kiểm lại được. Theo bộ giải: { $solver }.
report-fact-gap-solver = Không phương án nào có thể tốt hơn quá mức này, theo bộ giải.
report-relaxed = QUY TẮC ĐÃ NỚI: ‹{ $rule }›, { $group }: { $key } { FIGURE($asked) } → { FIGURE($bound) }.
report-fact-findings = Điều cần xem lại trong số liệu
report-fact-findings-note = Danh sách ở cuối trang.

# Các xã
report-tiles = Mức đáp ứng nhu cầu của từng xã, phường. Bấm vào một ô để xem xã đó.
report-tile = { $name }: hỗ trợ { $served } trên { $asked } đề nghị
report-map = Mức đáp ứng nhu cầu trên bản đồ. Bấm vào một xã để xem xã đó.
report-map-table = Mức đáp ứng của các xã trên bản đồ
report-coverage = Mức đáp ứng so với mức sàn được bảo đảm, thấp nhất ở trên. Cột đỏ là nơi chưa đạt mức sàn.
report-coverage-lowest = { $count } nơi được đáp ứng thấp nhất, so với mức sàn được bảo đảm; các nơi khác ở bảng bên dưới. Cột đỏ là nơi chưa đạt mức sàn.
report-coverage-table = Mức đáp ứng, mức sàn và mức được hưởng
report-communes-hint = Mở một xã để xem các hộ của xã; mở một hộ để xem hộ được gì, nguồn nào chi, còn thiếu gì.
report-communes-table = Các xã, phường

# Tiền
report-flow = Từ loại nguồn, qua lĩnh vực, đến địa bàn. Nét càng dày, tiền càng nhiều.
report-flow-table = Số tiền theo loại nguồn, lĩnh vực và địa bàn
report-other-areas = Các địa bàn khác
report-kind-fund = Quỹ
report-kind-donor = Nhà tài trợ
report-kind-agency = Đơn vị đỡ đầu
report-purpose-housing = Nhà ở
report-purpose-livelihood = Sinh kế
report-purpose-education = Giáo dục
report-purpose-health = Y tế
report-purpose-water-sanitation = Nước sạch, vệ sinh
report-purpose-information = Thông tin
report-purpose-gift = Quà
report-purpose-relief = Cứu trợ
report-purpose-public-work = Công trình công cộng
report-purpose-model = Mô hình

# Hộ
report-people-hint = Mỗi hộ (hoặc đề nghị của xã) một dòng, kể cả hộ chưa được gì. Chỉ có mã hộ; tên hộ ở biểu để ký.
report-too-long = Bảng này có { $rows } dòng, quá nhiều cho một trang. Các dòng nằm trong { $file }.
report-households-table = Hộ và đề nghị của xã
report-awards-table = Khoản hỗ trợ
report-transfers-table = Nguồn nào chi cho ai
report-outcome-met = Đã đáp ứng đủ
report-outcome-partly = Đáp ứng một phần
report-outcome-nothing = Chưa được gì
report-outcome-outside = Nơi khác đã hỗ trợ
report-outcome-outside-partly = Chỉ nơi khác hỗ trợ, còn thiếu
report-status-new = Mới
report-status-promised = Đã hứa
report-status-disbursed = Đã chi
report-status-outside = Nơi khác hỗ trợ
report-certainty-sure = Tiền đã có
report-certainty-if-pledged = Tùy tiền hứa

# Nguồn và nhu cầu còn thiếu
report-sources-hint = Mở một nguồn để xem nguồn chi cho ai. Hiện vật tính theo mức hỗ trợ.
report-sources-table = Đối chiếu nguồn
report-left-nothing = Mọi nhu cầu đã được đáp ứng.
report-unserved-table = Nhu cầu còn thiếu
report-reasons = Số tiền còn thiếu theo lý do. Bấm vào một cột để xem các nhu cầu đó.
report-reasons-table = Số tiền còn thiếu theo lý do

# Quy tắc
report-rules-none = Kịch bản không đặt quy tắc nào.
report-rules-hint = Giá: mục tiêu mất đi trên mỗi đơn vị của giới hạn (một triệu đồng, 0,01 mức đáp ứng, một điểm, một suất); chỉ tính cho các quy tắc đang bó buộc và ảnh hưởng nhiều nhất.
report-rules-table = Các quy tắc
report-group-all = Tất cả
report-pairings-table = Ai nhận đỡ đầu nơi nào
report-measure-amount = Số tiền
report-measure-units = Số suất
report-measure-weight = Mức cấp thiết
report-measure-coverage = Mức đáp ứng
report-measure-households = Số hộ
report-measure-exits = Hộ thoát nghèo
report-measure-poverty-drop = Điểm giảm nghèo
report-measure-partners = Số nơi đỡ đầu
report-rule-held = Đạt
report-rule-missed = Không đạt
report-rule-no-demand = Không có nhu cầu
report-pair-keep = Giữ như cũ
report-pair-chosen = Mới chọn
report-yes = có
report-no = không

# Cách làm
report-method-text = Chương trình tính mức cấp thiết của từng nhu cầu, tìm mức mà mỗi địa bàn được bảo đảm, rồi tìm phương án đáp ứng được nhiều nhu cầu cấp thiết nhất mà không vi phạm điều kiện của nguồn, mức bảo đảm và các quy tắc bắt buộc. Tiền được chia tới từng đồng. Một chương trình kiểm chứng độc lập đọc lại các tệp đã ghi trước khi công bố kết quả. Cận là giá trị mà không phương án nào vượt được; khoảng cách giữa giá trị và cận cho biết phương án còn có thể tốt hơn nhiều nhất bao nhiêu.
report-stages-table = Các bước giải
report-findings-none = Không có điều gì cần xem lại trong số liệu.
report-findings-table = Điều cần xem lại trong số liệu
report-inputs-table = Kết quả được lập từ các tệp này (SHA-256)

# Tiêu đề cột
report-col-area = Địa bàn
report-col-commune = Xã, phường
report-col-code = Mã
report-col-above = Thuộc
report-col-coverage = Mức đáp ứng
report-col-floor = Mức sàn
report-col-entitlement = Mức được hưởng
report-col-shortfall = Thiếu so với sàn
report-col-asked = Đề nghị (đồng)
report-col-served = Hỗ trợ (đồng)
report-col-outside = Nơi khác hỗ trợ (đồng)
report-col-helped = Số hộ được hỗ trợ
report-col-exits = Hộ dự kiến thoát nghèo
report-col-rate = Tỷ lệ hộ nghèo
report-col-rate-after = Tỷ lệ hộ nghèo sau hỗ trợ
report-col-from = Từ
report-col-to = Đến
report-col-amount = Số tiền (đồng)
report-col-beneficiary = Hộ, nơi đề nghị
report-col-household = Hộ
report-col-outcome = Kết quả
report-col-awards = Khoản hỗ trợ
report-col-paid = Được hỗ trợ (đồng)
report-col-open = Nhu cầu còn thiếu
report-col-missing = Còn thiếu (đồng)
report-col-package = Nội dung hỗ trợ
report-col-purpose = Lĩnh vực
report-col-units = Số lượng
report-col-units-asked = Đề nghị
report-col-units-served = Đã đáp ứng
report-col-weight = Mức cấp thiết
report-col-weight-missing = Mức cấp thiết còn thiếu
report-col-status = Tình trạng
report-col-certainty = Nguồn tiền
report-col-reason = Lý do
report-col-reason-left = Vì sao còn lại
report-col-source = Nguồn
report-col-kind = Loại nguồn
report-col-available = Được sử dụng (đồng)
report-col-used = Đã phân bổ (đồng)
report-col-left = Còn lại (đồng)
report-col-needs = Cần thêm để được một suất (đồng)
report-col-rule = Quy tắc
report-col-group = Áp dụng cho
report-col-measure = Đo bằng
report-col-value = Giá trị
report-col-share = Tỷ lệ
report-col-at-least = Ít nhất
report-col-at-most = Nhiều nhất
report-col-slack = Còn cách giới hạn
report-col-binding = Đang bó buộc
report-col-cost = Giá
report-col-pair-value = Giá trị ghép
report-col-stage = Bước
report-col-bound = Cận của bộ giải
report-col-certified = Cận có chứng thư
report-col-gap = Khoảng cách
report-col-finding = Mã
report-col-file = Tệp
report-col-sheet = Trang tính
report-col-row = Dòng
report-col-column = Cột
report-col-cause = Vấn đề
report-col-action = Cần làm
report-col-hash = SHA-256
