# Danh mục kêu gọi tài trợ (lệnh catalogue).
catalogue-title = Danh mục nhu cầu kêu gọi tài trợ
catalogue-note = Các nhu cầu trong danh sách chưa có nguồn hỗ trợ, nơi cần nhất xếp trước. Các nơi có dưới { $least } hộ được gộp chung một dòng.
catalogue-sheet = Kêu gọi tài trợ
catalogue-area = Mã
catalogue-name = Xã, phường
catalogue-purpose = Lĩnh vực
catalogue-package = Nội dung hỗ trợ
catalogue-unit-price = Mức hỗ trợ một suất (đồng)
catalogue-units = Số suất còn thiếu
catalogue-amount = Số tiền còn thiếu (đồng)
catalogue-households = Số hộ
catalogue-pooled = { $name }: gộp nhiều xã
catalogue-withheld = { $name }: dưới { $least } hộ
catalogue-nothing = Không còn nhu cầu nào để kêu gọi tài trợ.
catalogue-rest = … và { $count } dòng nữa: xem đủ với --xlsx, --html hoặc --format json.
