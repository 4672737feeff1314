# Bức tranh trước khi giải (lệnh check).
check-counts = { $areas } địa bàn ({ $communes } xã) · { $households } hộ · { $packages } gói hỗ trợ · { $needs } nhu cầu · { $sources } nguồn lực · { $commitments } dòng đã cam kết
check-class-poor = hộ nghèo
check-class-near-poor = hộ cận nghèo
check-class-newly-escaped = hộ mới thoát nghèo
check-class-other = hộ khác
check-class-none = xã đề nghị, không ghi phân loại hộ
check-money = Nguồn lực: { $amount }; được dùng sau khi trừ tỷ lệ thực hiện và dự phòng: { $available }, trong đó đã cam kết { $committed }.
check-by-purpose = Nhu cầu theo lĩnh vực (đồng)
check-by-class = Nhu cầu theo phân loại hộ (đồng)
check-by-commune = Nhu cầu theo xã (đồng)
check-what = Nhóm
check-needs = Số nhu cầu
check-units = Số lượng
check-open = Còn cần
check-eligible = Tiền có thể đến
check-share = Tối đa
check-reach = Cột cuối: nếu mọi nguồn đủ điều kiện đều dành cho nhóm đó trước thì đáp ứng được tối đa chừng ấy phần nhu cầu.
check-clean = Các bảng sạch ở { $path }: đọc lại thì ra đúng kịch bản này.
check-more-rows = … và { $count } dòng nữa (xem đủ bằng --format json).
check-classes = Phân loại theo chuẩn nghèo ‹{ $standard }›: ghi trong danh sách và tính lại từ điểm (số hộ)
check-classes-all = Tất cả
check-stated-poor = Nghèo (ghi)
check-stated-near-poor = Cận nghèo (ghi)
check-scored-poor = Nghèo (tính)
check-scored-near-poor = Cận nghèo (tính)
check-scored-above = Trên chuẩn
check-scored-unknown = Chưa rõ
check-scored-deprived = Chưa rõ, thiếu hụt nhiều
check-scored-changed = Khác
check-classes-no-line = Chuẩn ‹{ $standard }› chưa có ngưỡng điểm: hộ có điểm không quá ngưỡng của chuẩn trước thì chắc chắn không trên chuẩn này; các hộ khác là chưa rõ.
check-classes-stated = Chỉ số mà danh sách không có cột được tính là không thiếu hụt. Phương án dùng phân loại ghi trong danh sách.
check-idle = Tiền chắc chắn không dùng hết: { $money }
check-idle-earmark = { $source } ({ $name }): { $money } – không nhu cầu nào thỏa điều kiện của nguồn này; gần nhất còn vướng { $condition }.
check-idle-surplus = { $source } ({ $name }): { $money } – nhiều hơn tổng các nhu cầu mà nguồn này được chi.{ $condition }
check-refusal-goods = loại hiện vật
check-refusal-unit-cost = mức hỗ trợ riêng của nhu cầu (hiện vật không dùng được)
check-refusal-account = tài khoản (vì người nghèo hay cứu trợ)
check-refusal-areas = địa bàn
check-refusal-purposes = lĩnh vực
check-refusal-packages = gói hỗ trợ
check-refusal-classes = phân loại hộ
check-refusal-tags = nhóm hộ
check-refusal-beneficiaries = hộ hoặc xã được nêu tên
check-refusal-pairings = phân công
check-note = Lưu ý:
check-note-unit-costs-differ = trọng số tính theo đơn vị (basis = "unit") trong khi mức hỗ trợ chênh nhau hơn 10 lần ({ $least } đến { $most }): gói rẻ sẽ luôn được ưu tiên.
check-note-price-never-matters = trọng số tính theo chi phí (basis = "cost"): giá của gói không ảnh hưởng thứ tự, chỉ mức độ khó khăn và hệ số ưu tiên quyết định.
check-note-exits-prefer-the-nearest = mục tiêu thoát nghèo (maximize = "exits") thiên về hộ sát ngưỡng hơn hộ nghèo nhất.
check-note-coverage-rewards-asking = mức đáp ứng (coverage) có lợi cho xã đề nghị nhiều hơn; nên xem thêm measure = "per_household".
